"""The files of the shop: read, watched, and changed by the program without losing what people wrote."""
