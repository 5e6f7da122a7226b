"""Narratives made up for benchmarks: the six sections' paragraphs, put together from the word lists below.

About as long as real ones (1,700 to 2,100 characters), with words enough to give a search index work.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Final

_WHO: Final = (
    "办公室",
    "各股室",
    "信息员",
    "分管负责人",
    "主要负责人",
    "牵头单位",
    "责任科室",
    "综合窗口",
    "审核人员",
    "值班人员",
)
_WHEN: Final = (
    "年初",
    "一季度",
    "上半年",
    "汛期前后",
    "下半年",
    "四季度",
    "岁末",
    "全年",
    "每月",
    "每周",
    "节假日期间",
    "换届以后",
)
_HOW: Final = (
    "及时",
    "逐项",
    "按月",
    "分类",
    "主动",
    "严格",
    "集中",
    "对照清单",
    "依照规程",
    "会同有关单位",
    "面向企业和群众",
    "线上线下同步",
)
_VERB: Final = (
    "公布",
    "梳理",
    "更新",
    "核对",
    "发布",
    "整理",
    "归集",
    "解读",
    "回应",
    "登记",
    "校对",
    "复查",
    "补充",
    "调整",
    "归档",
    "推送",
)
_WHAT: Final = (
    *(
        "财政预决算",
        "政府采购项目",
        "招标投标结果",
        "行政许可事项",
        "行政处罚案卷",
        "权责清单",
        "重大决策草案",
        "听证会纪要",
        "规划图纸",
    ),
    *(
        "土地征收公告",
        "补偿安置方案",
        "老旧小区改造进度",
        "义务教育招生办法",
        "医疗救助名单",
        "低保核查结果",
        "公租房配租次序",
        "养老服务补贴",
    ),
    *(
        "防汛预案",
        "空气质量数据",
        "饮用水监测报告",
        "食品抽检结论",
        "安全生产检查记录",
        "燃气隐患台账",
        "消防演练安排",
        "农机购置补贴",
    ),
    *(
        "惠农资金流向",
        "高标准农田建设情况",
        "畜禽防疫通知",
        "林权登记信息",
        "乡村道路养护计划",
        "公交线路变更",
        "停车泊位价格",
        "供热缴费办法",
    ),
    *(
        "就业招聘岗位",
        "技能培训课程",
        "创业贷款贴息",
        "劳动争议调解案例",
        "文化活动日程",
        "图书馆开放时间",
        "体育场馆预约",
        "旅游景区承载量",
    ),
    *(
        "人大代表建议答复",
        "政协提案办理情况",
        "政务服务指南",
        "便民热线工单",
        "统计公报",
        "物价监测周报",
        "知识产权保护措施",
        "科技项目评审",
    ),
)
_WHERE: Final = (
    "门户网站",
    "政务微信公众号",
    "公示栏",
    "档案馆查阅点",
    "便民服务大厅",
    "广播",
    "户外显示屏",
    "村务公开栏",
    "新闻发布会",
    "政府公报",
)
_RESULT: Final = (
    *(
        "栏目内容常换常新",
        "群众来电明显减少",
        "没有发生泄密事件",
        "办理时限进一步缩短",
        "错别字和死链接全部改正",
        "答复文书格式统一",
    ),
    *(
        "企业反映查找方便",
        "个人隐私均已遮盖",
        "历史文件完成清理",
        "季度抽查全部合格",
        "留言当周答复",
        "图解形式更加多样",
        "责任落实到人",
    ),
)
_LACK: Final = (
    *(
        "个别栏目更新间隔偏长",
        "解读材料文字多、图表少",
        "新进人员对条例不够熟悉",
        "基层站点设备陈旧",
        "数据口径前后不一",
        "检索入口层级过深",
    ),
    *(
        "申请答复说理不够充分",
        "归档目录缺页",
        "互动回应较慢",
        "公开目录与机构调整未能同步",
        "老年读者阅读不便",
        "部门之间衔接不畅",
    ),
)
_REMEDY: Final = (
    *(
        "增加短视频和图解",
        "编印业务手册",
        "每季度开展一次培训",
        "更换公示屏",
        "统一填报口径",
        "把常用文件放到首页",
        "引入法律顾问审核答复",
    ),
    *(
        "补齐缺失目录",
        "设专人跟踪留言",
        "机构调整当月修订目录",
        "加大字号并提供语音",
        "建立跨部门会商",
        "按季度通报进度",
        "请第三方做一次可用性测评",
    ),
)
_TOPICS: Final = ("主动公开", "依申请公开", "政府信息管理", "平台建设", "监督保障")
_ORDINALS: Final = "一二三四五六"

Figures = Mapping[str, object]


def _sentence(rng: random.Random) -> str:
    first, second, third = rng.sample(_WHAT, 3)
    return (
        f"{rng.choice(_WHEN)}由{rng.choice(_WHO)}{rng.choice(_HOW)}{rng.choice(_VERB)}{first}、{second}，"
        f"在{rng.choice(_WHERE)}{rng.choice(_VERB)}{third}{rng.randint(2, 400)}条，{rng.choice(_RESULT)}。"
    )


def overview(rng: random.Random, agency: str, year: int, told: str) -> tuple[str, ...]:
    """Make section 一: an opening, five topics, and `told`, the sentence that speaks of statutory cells."""
    opening = (
        f"{agency}依照《中华人民共和国政府信息公开条例》编制本报告，统计期限自{year}年1月1日起至{year}年12月31日止。"
    )
    paragraphs = [opening]
    for number, topic in enumerate(_TOPICS):
        paragraphs.append(f"（{_ORDINALS[number]}）{topic}。{_sentence(rng)}{_sentence(rng)}")
        paragraphs += [told] if topic == "依申请公开" else []
        paragraphs += ["".join(_sentence(rng) for _ in range(rng.randint(1, 4)))]
    return tuple(paragraphs)


def claim(year: int, received: object, carried_in: object) -> str:
    """Make the sentence that says how many applications (件) were received and carried in."""
    return f"{year}年，我单位共收到政府信息公开申请{received}件，上年结转{carried_in}件。"


def shortcomings(rng: random.Random) -> tuple[str, ...]:
    """Make section 五: what is amiss, what is to be done, one plan more."""
    lacks, remedies = rng.sample(_LACK, 3), rng.sample(_REMEDY, 4)
    amiss = "".join(f"{_ORDINALS[n]}是{lack}。" for n, lack in enumerate(lacks))
    plans = "；".join(f"{_ORDINALS[n]}是{remedy}" for n, remedy in enumerate(remedies))
    return f"存在的主要问题：{amiss}", f"改进措施：{plans}。", "".join(_sentence(rng) for _ in range(2))


def other_matters(rng: random.Random, year: int) -> tuple[str, ...]:
    """Make section 六."""
    return (f"{year}年本单位没有收取信息处理费。{_sentence(rng)}",)
