"""What the served pages say before the front end takes over. The traditional text is written for Hong Kong, not converted."""

from dataclasses import dataclass
from typing import Final

from ipmarket.kernel.text import Translated

BRAND: Final = Translated(en="IP Market", zh_hant="知識產權市集", zh_hans="知识产权市集")


@dataclass(frozen=True, slots=True)
class PageText:
    """Heading, and what search engines and link previews show below it."""

    heading: Translated
    description: Translated


HOME: Final = PageText(
    Translated(
        en="Patents and production technologies of Hong Kong manufacturing",
        zh_hant="香港製造業的專利和生產技術",
        zh_hans="香港制造业的专利和生产技术",
    ),
    Translated(
        en="Search patents and production technologies in English and Chinese: by number, class, company or words. No sign-up needed.",
        zh_hant="用中文或英文搜尋專利和生產技術：輸入專利號、分類、公司或幾個字即可，毋須登記。",
        zh_hans="用中文或英文搜索专利和生产技术：输入专利号、分类、企业或几个字即可，无需注册。",
    ),
)
SEARCH: Final = PageText(
    Translated(en="Search", zh_hant="搜尋", zh_hans="搜索"),
    Translated(
        en="One box for numbers, classes, companies and words. Traditional and simplified characters find the same records.",
        zh_hant="一個搜尋框，可輸入專利號、分類、公司或字詞。繁體和簡體寫法找到的結果相同。",
        zh_hans="一个搜索框，可输入专利号、分类、企业或词语。简体和繁体写法搜索结果相同。",
    ),
)
CLASSES: Final = PageText(
    Translated(en="Classes of technology", zh_hant="技術分類", zh_hans="技术分类"),
    Translated(
        en="Browse patents and technologies by the International Patent Classification, with a plain label for every class.",
        zh_hant="按國際專利分類瀏覽專利和技術，每個類別都有淺白的名稱。",
        zh_hans="按国际专利分类浏览专利和技术，每个类别都有通俗的名称。",
    ),
)
CLASSIFY: Final = PageText(
    Translated(en="Which class is my invention?", zh_hant="我的發明屬於哪一類？", zh_hans="我的发明属于哪一类？"),
    Translated(
        en="Paste a title or an abstract and see the classes that fit, with probabilities. Your text is not stored, logged or audited.",
        zh_hant="貼上名稱或摘要，即可看到適合的類別和機率。你的文字不會被儲存，也不會寫入任何紀錄。",
        zh_hans="粘贴名称或摘要，即可看到合适的类别和概率。您的文字不会被保存，也不会写入任何日志。",
    ),
)
SIGN_IN: Final = PageText(
    Translated(en="Sign in", zh_hant="登入", zh_hans="登录"),
    Translated(
        en="Sign in to IP Market. Searching and reading need no account.",
        zh_hant="登入知識產權市集。搜尋和閱讀毋須登入。",
        zh_hans="登录知识产权市集。搜索和阅读无需登录。",
    ),
)
SIGN_UP: Final = PageText(
    Translated(en="Create an account", zh_hant="開立帳戶", zh_hans="创建账户"),
    Translated(
        en="An account is for one person; the organisation comes after it. Searching and reading need none.",
        zh_hant="帳戶屬於個人，之後才登記機構。搜尋和閱讀不用帳戶。",
        zh_hans="账户属于个人，之后再登记机构。搜索和阅读无需账户。",
    ),
)
RESET_PASSWORD: Final = PageText(
    Translated(en="Set a new password", zh_hant="設定新密碼", zh_hans="设置新密码"),
    Translated(
        en="Ask for a code by e-mail and choose a new password.",
        zh_hant="以電郵索取驗證碼，再設定新密碼。",
        zh_hans="通过邮件获取验证码，然后设置新密码。",
    ),
)
ACCOUNT: Final = PageText(
    Translated(en="Your account", zh_hant="你的帳戶", zh_hans="您的账户"),
    Translated(
        en="What belongs to one person: profile, signing in, sessions, tokens and data.",
        zh_hant="屬於個人的頁面：資料、登入方法、已登入裝置、權杖和數據。",
        zh_hans="属于个人的页面：资料、登录方式、已登录设备、令牌和数据。",
    ),
)
IMPORTS: Final = PageText(
    Translated(en="Imports", zh_hant="匯入", zh_hans="导入"),
    Translated(
        en="Files handed to the importer, and what came of them. For operators.",
        zh_hant="交給系統匯入的檔案和結果，只供營運者使用。",
        zh_hans="提交导入的文件及其结果，仅供运营人员使用。",
    ),
)
FAREWELL: Final = PageText(
    Translated(en="Your account is erased", zh_hant="帳戶已刪除", zh_hans="账户已删除"),
    Translated(
        en="What goes with an account, and what stays without a name.",
        zh_hant="帳戶刪除後哪些資料消失，哪些以不記名方式保留。",
        zh_hans="账户删除后哪些信息消失，哪些以不记名方式保留。",
    ),
)
TERMS: Final = PageText(
    Translated(en="Terms of use", zh_hant="使用條款", zh_hans="使用条款"),
    Translated(
        en="What you and the operator of this site may expect of each other.",
        zh_hant="你與本網站營運者之間的約定。",
        zh_hans="您与本网站运营方之间的约定。",
    ),
)
PRIVACY: Final = PageText(
    Translated(en="Privacy notice", zh_hant="私隱聲明", zh_hans="隐私声明"),
    Translated(
        en="What is kept about you, why, for how long, and what you can do about it.",
        zh_hant="我們保存你的甚麼資料、為甚麼、保存多久，以及你可以怎樣做。",
        zh_hans="我们保存您的什么信息、为什么、保存多久，以及您可以怎样做。",
    ),
)
ADMIN: Final = PageText(
    Translated(en="Console", zh_hant="營運控制台", zh_hans="运营控制台"),
    Translated(
        en="Organisations, people, powers to sign, platform roles and queues. For operators and auditors.",
        zh_hant="機構、用戶、簽署權、平台職務和工作佇列，供營運者和審計員使用。",
        zh_hans="机构、用户、签署权、平台职务和任务队列，供运营人员和审计员使用。",
    ),
)
ORGANISATION: Final = PageText(
    Translated(en="Organisation", zh_hant="機構", zh_hans="机构"),
    Translated(
        en="The organisation you act for: profile, people, verification, signing.",
        zh_hant="你所代表的機構：簡介、成員、核實、簽署。",
        zh_hans="您所代表的机构：简介、成员、核实、签署。",
    ),
)
ORGANISATIONS: Final = PageText(
    Translated(en="Your organisations", zh_hant="你的機構", zh_hans="您的机构"),
    Translated(
        en="Where you belong, what is offered to you, and registering an organisation.",
        zh_hant="你所屬的機構、給你的委託和邀請，以及登記機構。",
        zh_hans="您所属的机构、给您的委托和邀请，以及登记机构。",
    ),
)
INVITATION: Final = PageText(
    Translated(en="Invitation", zh_hant="邀請", zh_hans="邀请"),
    Translated(
        en="An organisation offers you a place. You choose.",
        zh_hant="有機構邀請你加入，由你決定。",
        zh_hans="有机构邀请您加入，由您决定。",
    ),
)
AUDIT: Final = PageText(
    Translated(en="Audit trail", zh_hant="審計紀錄", zh_hans="审计记录"),
    Translated(
        en="Who did what, when and why. For operators and auditors.",
        zh_hant="誰在何時做了甚麼、為甚麼，供營運者和審計員查看。",
        zh_hans="谁在何时做了什么、为什么，供运营人员和审计员查看。",
    ),
)
MAILBOX: Final = PageText(
    Translated(en="Mailbox", zh_hant="信箱", zh_hans="邮箱"),
    Translated(
        en="All mail that was sent, in the demo and in development only.",
        zh_hant="寄出的所有電郵，只在示範和開發環境出現。",
        zh_hans="发出的所有邮件，仅在演示和开发环境中存在。",
    ),
)
MAIL_TEMPLATES: Final = PageText(
    Translated(en="Mail templates", zh_hant="電郵範本", zh_hans="邮件模板"),
    Translated(
        en="What the house writes to people, with examples filled in. For operators and auditors.",
        zh_hant="本站寄給用戶的電郵，已填上例子，供營運者和審計員查看。",
        zh_hans="本站发给用户的邮件，已填入示例，供运营人员和审计员查看。",
    ),
)
ABOUT: Final = PageText(
    Translated(en="About IP Market", zh_hant="關於知識產權市集", zh_hans="关于知识产权市集"),
    Translated(
        en="What this is, where the data comes from, and what it is not: nothing here is legal or tax advice.",
        zh_hant="本網站做甚麼、資料從何而來。內容並非法律或稅務意見。",
        zh_hans="本网站做什么、数据从何而来。内容不构成法律或税务意见。",
    ),
)
ACCESSIBILITY: Final = PageText(
    Translated(en="Accessibility", zh_hant="無障礙", zh_hans="无障碍"),
    Translated(
        en="How this site works with a keyboard, a screen reader and a small screen, and what does not work yet.",
        zh_hant="如何以鍵盤、讀屏軟件和細螢幕使用本網站，以及仍有不足的地方。",
        zh_hans="如何用键盘、读屏软件和小屏幕使用本网站，以及仍有不足的地方。",
    ),
)
NOT_FOUND: Final = PageText(
    Translated(en="There is no page at this address", zh_hant="這個網址沒有頁面", zh_hans="这个网址没有页面"),
    Translated(
        en="It may have moved, or the address is mistyped. Search for what you were after.",
        zh_hant="頁面可能已搬移，或者網址有誤。可以搜尋你想找的內容。",
        zh_hans="页面可能已移动，或者网址有误。可以搜索您想找的内容。",
    ),
)
RECORD_NOT_FOUND: Final = PageText(
    Translated(en="There is no such record, or it is not public", zh_hant="沒有這項紀錄，或未有公開", zh_hans="没有这条记录，或尚未公开"),
    Translated(
        en="The number may be mistyped. Search for it in any notation, or for the title.",
        zh_hant="號碼可能有誤。任何寫法的專利號都可以搜尋，亦可搜尋名稱。",
        zh_hans="号码可能有误。任何写法的专利号都可以搜索，也可以搜索名称。",
    ),
)

NEEDS_SCRIPT: Final = Translated(
    en="Searching and browsing need JavaScript, which is switched off in this browser.",
    zh_hant="搜尋和瀏覽需要 JavaScript，而這個瀏覽器已將它關閉。",
    zh_hans="搜索和浏览需要 JavaScript，而此浏览器已将其关闭。",
)
NO_ADVICE: Final = Translated(
    en="Nothing here is legal or tax advice.", zh_hant="本網站內容並非法律或稅務意見。", zh_hans="本网站内容不构成法律或税务意见。"
)
SEARCH_LABEL: Final = Translated(en="Number, company or words", zh_hant="專利號、公司或幾個字", zh_hans="专利号、企业或几个字")
SEARCH_BUTTON: Final = Translated(en="Search", zh_hant="搜尋", zh_hans="搜索")
SEARCH_FOR: Final = Translated(en="{q}: search results", zh_hant="{q}：搜尋結果", zh_hans="{q}：搜索结果")

NUMBER: Final = Translated(en="Number", zh_hant="專利號", zh_hans="专利号")
STATUS: Final = Translated(en="Status", zh_hant="狀態", zh_hans="状态")
STATUS_SOURCE: Final = Translated(
    en="{state} (source: {source}, {day})", zh_hant="{state}（來源：{source}，{day}）", zh_hans="{state}（来源：{source}，{day}）"
)
FILING_DATE: Final = Translated(en="Filed", zh_hant="申請日", zh_hans="申请日")
PUBLICATION_DATE: Final = Translated(en="Published", zh_hant="公布日", zh_hans="公布日")
APPLICANT: Final = Translated(en="Applicant", zh_hant="申請人", zh_hans="申请人")
INVENTOR: Final = Translated(en="Inventor", zh_hant="發明人", zh_hans="发明人")
OWNER: Final = Translated(en="Owner", zh_hant="權利人", zh_hans="权利人")
HOLDER: Final = Translated(en="Owner", zh_hant="擁有人", zh_hans="权利人")
STAGE: Final = Translated(en="Stage", zh_hant="階段", zh_hans="阶段")
CLASSES_HEADING: Final = Translated(en="Classes", zh_hant="分類", zh_hans="分类")
UNTITLED: Final = Translated(en="Untitled", zh_hant="未有名稱", zh_hans="未命名")
DEMO: Final = Translated(
    en="Demonstration record: made up for this product.", zh_hant="示範紀錄：內容為本產品而虛構。", zh_hans="演示记录：内容为本产品而虚构。"
)
PATENT_DESCRIPTION: Final = Translated(
    en="{number}: bibliography, family, legal status and classes.",
    zh_hant="{number}：書目資料、同族專利、法律狀態和分類。",
    zh_hans="{number}：著录信息、同族专利、法律状态和分类。",
)
PRODUCTION_TECHNOLOGY: Final = Translated(en="Production technology", zh_hant="生產技術", zh_hans="生产技术")
CLASS_DESCRIPTION: Final = Translated(
    en="{label}: patents and technologies in class {symbol}, and the classes below it.",
    zh_hant="{label}：{symbol} 類的專利和技術，以及其下的分類。",
    zh_hans="{label}：{symbol} 类的专利和技术，以及其下的分类。",
)

NOT_BUILT: Final = "The front end is not built; run make run."
