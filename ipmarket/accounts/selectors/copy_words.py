"""The words of the copy of personal data, in the person's language."""

from collections.abc import Mapping

from ipmarket.accounts.enums import Language

_WORDS: Mapping[str, tuple[str, str, str]] = {
    "title": ("What is kept about you", "我們保存你的甚麼資料", "我们保存您的什么信息"),
    "made": ("Made", "製作時間", "制作时间"),
    "nothing": ("Nothing.", "沒有。", "没有。"),
    "account": ("Account", "帳戶", "账户"),
    "signIn": ("Addresses, second factors and devices", "地址、第二重驗證和裝置", "邮箱、第二重验证和设备"),
    "memberships": ("Places in organisations", "在機構的席位", "在机构的席位"),
    "invitations": ("Invitations", "邀請", "邀请"),
    "requestsToJoin": ("Requests to join", "加入請求", "加入请求"),
    "mandates": ("Mandates", "委任", "授权委托"),
    "signatories": ("Powers to sign", "簽署權", "签署权"),
    "platformRoles": ("Roles on the platform", "平台職務", "平台职务"),
    "roleProposals": ("Proposals for roles", "職務提名", "职务提名"),
    "tokens": ("Tokens for programs", "程式權杖", "程序令牌"),
    "access": ("Access granted or walled off", "獲准或被隔開的查閱權", "获准或被隔开的查阅权"),
    "terms": ("Terms accepted", "已接受的條款", "已接受的条款"),
    "consents": ("Consents", "同意事項", "同意事项"),
    "signInPlaces": ("Places of sign-in", "登入位置", "登录位置"),
    "suspensions": ("Suspensions", "暫停紀錄", "暂停记录"),
    "documents": ("Files handed in", "提交的文件", "提交的文件"),
    "verifications": ("Verifications", "核實紀錄", "核实记录"),
    "copies": ("Copies asked for", "索取過的副本", "索取过的副本"),
    "messages": ("Mail sent", "已發郵件", "已发邮件"),
    "actions": ("What you did", "你做過的事", "您做过的事"),
    "imports": ("Imports", "匯入", "导入"),
}


def copy_words(language: str) -> dict[str, str]:
    """Headings and texts by name, in this language."""
    position = list(Language.values).index(language)
    return {name: words[position] for name, words in _WORDS.items()}
