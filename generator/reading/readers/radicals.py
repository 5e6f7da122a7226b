"""Characters that fonts name by another code than the one people type, each with its ordinary one: data.

Many PDFs hold 见 as ⻅ and 户 as ⼾, because their font draws both with one shape. To each radical stands here the
character of the same shape in simplified Chinese fonts; radicals that are no character of their own are left as they
are. Sources: Unicode (EquivalentUnifiedIdeograph, compatibility decompositions), the fonts Noto Sans and Serif CJK SC.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain
from typing import Final
from unicodedata import normalize

_SUPPLEMENT: Final = dict(
    zip(
        "⺁⺂⺃⺄⺅⺆⺉⺊⺋⺌⺍⺎⺏⺐⺑⺒⺓⺔⺕⺖⺗⺘⺙⺛⺜⺝⺞⺟⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺫⺬⺭⺮⺯⺰⺱⺲⺳⺶⺹⺺⺻⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍⻎⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻞⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
        "厂乛乚乙亻冂刂卜㔾小小兀尣尢尣巳幺彑彐忄㣺扌攵旡日月歺母民氵氺灬爫爫丬牛犭王目示礻竹糹纟罓罒㓁羊耂肀聿肉臼艹艹艹虎衤覀西见角角讠贝足车辶辶辶钅長镸长门阜阝雨青韦页风飞食食飠饣首马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟",
        strict=True,
    )
)
_KANGXI: Final = (
    "一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口囗土士夂夊夕大女子宀寸小尢尸屮山巛工己巾干幺广廴廾弋弓"
    "彐彡彳心戈户手支攴文斗斤方无日曰月木欠止歹殳毋比毛氏气水火爪父爻爿片牙牛犬玄玉瓜瓦甘生用田疋疒癶白皮皿目矛矢石示禸"
    "禾穴立竹米糸缶网羊羽老而耒耳聿肉臣自至臼舌舛舟艮色艸虍虫血行衣襾見角言谷豆豕豸貝赤走足身車辛辰辵邑酉釆里金長門阜隶"
    "隹雨青非面革韋韭音頁風飛食首香馬骨高髟鬥鬯鬲鬼魚鳥鹵鹿麥麻黃黍黑黹黽鼎鼓鼠鼻齊齒龍龜龠"
)
_COMPATIBLE: Final = chain(range(0xF900, 0xFB00), range(0xFE11, 0xFE19), range(0xFE31, 0xFE50), range(0x2F800, 0x2FA20))

ORDINARY: Final[Mapping[int, str]] = {
    **{code: normalize("NFKC", chr(code)) for code in _COMPATIBLE},
    **{0x2F00 + place: character for place, character in enumerate(_KANGXI)},
    **{ord(radical): character for radical, character in _SUPPLEMENT.items()},
}
"""For `str.translate`: radicals, compatibility ideographs, vertical punctuation → ordinary characters."""
