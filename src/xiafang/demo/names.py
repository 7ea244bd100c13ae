"""Names that plainly belong to nobody: a surname, one sign, and 示例 (“example”)."""

import random

_SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马"
    "苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄"
)
_GIVEN = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"


def people(source: random.Random) -> list[str]:
    """Return some two thousand different names in an order of their own."""
    names = [f"{surname}{given}示例" for surname in _SURNAMES for given in _GIVEN]
    source.shuffle(names)
    return names
