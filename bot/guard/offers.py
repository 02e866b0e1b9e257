"""What a sentence about a product may say of prices, discounts and products: only what the catalogue says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from bot.catalog import Product
from bot.guard.reading import Reading, read
from bot.guard.rules import Finding

_MONEY = re.compile(
    r"(?:[¥￥$€£]|usd|cny|rmb|eur|gbp|jpy|hk\$)\s{0,2}\d[\d,]*(?:\.\d+)?"
    r"|(?<![\d.])\d[\d,]*(?:\.\d+)?\s{0,2}(?:元|块钱?|圆|美元|刀|米(?![\u4e00-\u9fff])|rmb|yuan|dollars?|bucks|usd|eur|euros?|cents?)"
    "|[一二三四五六七八九十百千两几]+(?:块|元)[一二三四五六七八九]?(?:钱)?"
)
_DEAL = re.compile(
    r"\d+(?:\.\d)?\s?折|[一二三四五六七八九]{1,2}折|打折|半价|骨折价|免费|白送|免单|包邮|满\d+|立减|满减|直降|\d+\s?%|百分之[一二三四五六七八九十百]+|买[一二两三四五\d]+[送赠得]|第[二2]件|秒杀|优惠券|领券|折扣|特价|赠品|送(?:小样|一件|一瓶|同款)|返现|买贵"
    r"|\b(?:half[- ]price|\d+ ?(?:%|percent)|discount\w*|for free|free (?:shipping|gift|delivery)|coupons?|on sale|bogo|buy (?:one|1)|cashback|rebate|voucher|clearance|promo(?: code)?)\b"
)
_LINK_NO = re.compile(r"(\d{1,4})\s?号?\s?(?:链接|小黄车)|(?:链接|link(?: no\.?| number)?|no\.?)\s?#?(\d{1,4})\b")
_SKU = re.compile(r"(?<![a-z0-9])[a-z]{1,4}-?\d{2,8}(?![a-z0-9])")
_NO_SKU = re.compile(r"(?:spf|pa|no|ph|v)\d|[bcdek]\d{1,2}$")
"""SPF50, PH7, vitamin B12."""


def foreign(text: str, about: Sequence[Product], products: Mapping[str, Product]) -> Iterator[Finding]:
    """Return amounts, offers, link numbers and products in a text that are not those of the products it is about."""
    reading = _without_names(read(text), about)
    prices = {read(product.price_text).text.replace(" ", "") for product in about if product.price_text}
    for match in _MONEY.finditer(reading.text):
        if match.group().replace(" ", "").replace(",", "") not in prices:
            yield _finding("foreign-amount", text, reading, match)
    for match in _DEAL.finditer(reading.text):
        yield _finding("foreign-amount", text, reading, match)
    numbers = {product.link_no for product in about}
    for match in _LINK_NO.finditer(reading.text):
        if int(match.group(1) or match.group(2)) not in numbers:
            yield _finding("foreign-amount", text, reading, match)
    own = {product.sku.casefold() for product in about}
    known = {sku.casefold() for sku in products}
    for match in _SKU.finditer(reading.text):
        if match.group() not in own and (match.group() in known or not _NO_SKU.match(match.group())):
            yield _finding("foreign-product", text, reading, match)
    for sku, product in products.items():
        title = product.title.casefold()
        if sku.casefold() not in own and len(title) > 1 and (place := reading.text.find(read(title).text)) >= 0:
            start, end = reading.span(place, place + len(read(title).text))
            yield Finding("foreign-product", text[start:end], start, end)


def _without_names(reading: Reading, about: Sequence[Product]) -> Reading:
    """Return a reading without the products' own names, whose digits are nobody's price."""
    for product in about:
        if title := read(product.title).text:
            reading = reading.rewritten(re.compile(re.escape(title)), lambda match: "〓" * len(match.group()))
    return reading


def _finding(rule: str, text: str, reading: Reading, match: re.Match[str]) -> Finding:
    start, end = reading.span(*match.span())
    return Finding(rule, text[start:end], start, end)
