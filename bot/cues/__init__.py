"""What a line of chat tells by its words: is it for the shop, is something amiss, who must see it."""
