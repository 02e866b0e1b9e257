"""Kinds of products that say something private of whoever buys them: health, sex, pregnancy, children, weight, faith.

The shop's own words in the catalogue come first; this is what holds where it says nothing.
"""

from __future__ import annotations

import re

_BY_NAME = re.compile(
    # medicine and the body
    "药|医疗|医用|器械|理疗|膏贴|腰贴|康复|血糖|血压|糖尿|痔|脚气|灰指甲|狐臭|失禁|助听|假牙|丰胸|私密|私护|妇科|男科"
    # sex, pregnancy, infants
    "|成人用品|情趣|避孕|计生|性用品|孕|备产|待产|产后|哺乳|吸奶|母婴|婴|宝宝|奶粉|尿[裤不布]|纸尿"
    # weight and hair
    "|减肥|瘦身|减脂|燃脂|代餐|生发|防脱|脱发|假发"
    r"|\b(?:medic\w*|pharma\w*|erotic|condoms?|contracept\w*|pregnan\w*|maternity|nursing|baby|babies|infants?|toddlers?|nappy|nappies|diapers?"
    r"|weight[- ]loss|slimming|hair[- ]loss|wigs?|incontinence|diabet\w*)\b"
)
# A whole shelf of them says something; one apron for children or one carved angel does not.
_BY_CATEGORY = re.compile(
    "宗教|佛[教珠像具]|开光|念珠|十字架|圣经|古兰|道教|护身符|儿童|童装|少儿|小学生"
    r"|\b(?:drugs?|adult|sex\w*|kids?|children\w*|relig\w*|prayer|bibles?|quran|rosary)\b"
)


def is_sensitive(category: str, title: str) -> bool:
    """Return whether buying such a product is nobody's business: never a reason, never suggested unasked."""
    shelf = category.casefold()
    return _BY_CATEGORY.search(shelf) is not None or _BY_NAME.search(f"{shelf} {title.casefold()}") is not None
