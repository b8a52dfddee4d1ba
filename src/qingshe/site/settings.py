"""One file for every installation: what differs between them is in the environment.

`docs/reference/settings.md` explains each variable; `qingshe check --deploy` judges them together.
"""

import os
from pathlib import Path

import django_stubs_ext
from csp.constants import NONE, SELF

from qingshe.foundation.environment import Environment
from qingshe.site import database

django_stubs_ext.monkeypatch()
env = Environment(os.environ)

# --- the installation -------------------------------------------------------------------------
DATA_FOLDER = Path(
    env.text("QINGSHE_DATA", "var", about="数据文件夹：数据库文件、附件、演示密钥")
).absolute()
DEMO = env.flag("QINGSHE_DEMO", default=False, about="演示方式：不加密的连接，显示演示账号")
DEBUG = env.flag("QINGSHE_DEBUG", default=False, about="开发调试；正式使用不得打开")
CITY = env.text("QINGSHE_CITY", "长治市", about="城市名称，显示在页头")
OWNER = env.text("QINGSHE_OWNER", about="主管单位全称（县级及以上），显示在页脚")
FILING_NUMBER = env.text("QINGSHE_FILING_NUMBER", about="备案号（国办函〔2026〕12号），显示在页脚")

SECRET_KEY = env.text(
    "QINGSHE_SECRET_KEY",
    "django-insecure-refused-by-check-deploy",
    about="密钥，至少 50 个字符；宜写入文件，用 QINGSHE_SECRET_KEY_FILE 指明",
)
ALLOWED_HOSTS = env.words(
    "QINGSHE_HOSTS", "localhost,127.0.0.1,[::1]", about="对外的域名或地址，逗号分开"
)
CSRF_TRUSTED_ORIGINS = env.words(
    "QINGSHE_ORIGINS", about="经另一个端口或网关访问时的完整来源，如 https://a.example:8443"
)

# --- what it is made of -----------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "template_partials",
    "qingshe.foundation.audit",
    "qingshe.foundation.calendar",
    "qingshe.foundation.files",
    "qingshe.foundation.notices",
    "qingshe.foundation.numbers",
    "qingshe.foundation.search",
    "qingshe.foundation.sendings",
    "qingshe.web",
    "qingshe.modules.orgs",
    "qingshe.modules.catalog",
    "qingshe.modules.feedback",
    "qingshe.modules.gate",
    "qingshe.modules.burden",
    "qingshe.modules.admission",
    "qingshe.modules.demands",
    "qingshe.modules.insight",
    "qingshe.site",
]
MIDDLEWARE = [
    "qingshe.api.errors.JsonErrorMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "qingshe.site.signon.ActorMiddleware",
    "qingshe.web.doubles.DoubleMiddleware",
    "qingshe.web.http.DomainErrorMiddleware",
]
ROOT_URLCONF = "qingshe.site.urls"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# --- who signs in -----------------------------------------------------------------------------
AUTH_USER_MODEL = "orgs.Account"
LOGIN_URL = "orgs:sign_in"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("login_name", "name", "phone", "staff_number")},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
GRANTS_OF = "qingshe.site.grants.grants_of"  # what a role may do, over all modules
PAGE_WORDS = "qingshe.site.frame.page_name"  # how the page with an address is called
GRANT_WORDS = "qingshe.site.grants.in_words"  # how a grant is called on screen
DEMO_STORY = "qingshe.site.demo.story"  # whose accounts the sign-in page of a demo shows
OIDC_ISSUER = env.text("QINGSHE_OIDC_ISSUER", about="统一身份认证（OIDC）的发布者地址；空为不用")
OIDC_RP_CLIENT_ID = env.text("QINGSHE_OIDC_CLIENT_ID", about="在统一身份认证登记的客户端编号")
OIDC_RP_CLIENT_SECRET = env.text("QINGSHE_OIDC_CLIENT_SECRET", about="客户端密钥，宜用 _FILE")
OIDC_RP_SIGN_ALGO = env.text("QINGSHE_OIDC_ALGORITHM", "RS256", about="统一身份认证的签名算法")
OIDC_RP_SCOPES = env.text("QINGSHE_OIDC_SCOPES", "openid profile", about="向统一身份认证要的范围")
OIDC_CLAIM = env.text("QINGSHE_OIDC_CLAIM", "preferred_username", about="凭哪一项声明认出账号")
OIDC_MATCH = env.text(
    "QINGSHE_OIDC_MATCH", "login_name", about="该声明是登录名 login_name，还是工号 staff_number"
)
OIDC_CREATE = env.flag("QINGSHE_OIDC_CREATE", default=False, about="没有账号的人自动开户")
OIDC_USE_PKCE = True
OIDC_TIMEOUT = 10  # seconds
AUTHENTICATION_BACKENDS = [  # passwords are asked for by orgs.services.sign_in alone
    "django.contrib.auth.backends.ModelBackend",
    "qingshe.site.oidc.Provider",
]
ADDRESS_HEADER = env.text(
    "QINGSHE_ADDRESS_HEADER",
    about="反向代理写明访客地址的请求头，如 X-Real-IP；空为没有代理",
)

# --- data -------------------------------------------------------------------------------------
DATABASES = {
    "default": database.from_url(
        env.text(
            "QINGSHE_DATABASE",
            about="数据库：postgresql://用户:口令@主机:端口/库名；空为数据文件夹里的 SQLite",
        ),
        DATA_FOLDER / "qingshe.sqlite3",
    )
}
DOCUMENT_TEMPLATES = env.folder(
    "QINGSHE_TEMPLATES", about="本市文书模板的文件夹：与自带模板同名的文件代替自带的"
)
DOCUMENT_FONTS = env.folder(
    "QINGSHE_FONTS", about="本市购买的字体（方正小标宋、仿宋_GB2312 等）的文件夹，排文书时先用"
)
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_000_000  # a form; bytes
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_000_000
FILE_UPLOAD_HANDLERS = [
    "qingshe.foundation.files.limits.Limit",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000

# --- how reminders leave it (docs/how-to/connect-sms.md) --------------------------------------
SITE_ADDRESS = env.text(
    "QINGSHE_SITE", about="本系统的网址，写进短信和邮件，如 https://qs.example.gov.cn"
).rstrip("/")
EMAIL_HOST = env.text("QINGSHE_MAIL_HOST", about="发邮件的服务器；空为不发邮件")
EMAIL_PORT = env.number("QINGSHE_MAIL_PORT", 465, about="邮件服务器的端口")
EMAIL_HOST_USER = env.text("QINGSHE_MAIL_USER", about="邮件服务器的用户名")
EMAIL_HOST_PASSWORD = env.text("QINGSHE_MAIL_PASSWORD", about="邮件服务器的口令，宜用 _FILE")
MAIL_SECURITY = env.choice(
    "QINGSHE_MAIL_SECURITY", "ssl", ("ssl", "starttls", "none"), about="与邮件服务器的加密方式"
)
EMAIL_USE_SSL, EMAIL_USE_TLS = MAIL_SECURITY == "ssl", MAIL_SECURITY == "starttls"
EMAIL_TIMEOUT = 8  # seconds
DEFAULT_FROM_EMAIL = env.text("QINGSHE_MAIL_FROM", EMAIL_HOST_USER, about="发件人地址")
SMS_URL = env.text("QINGSHE_SMS_URL", about="短信网关的地址；空为不发短信；有密钥的宜用 _FILE")
SMS_BODY = env.text(
    "QINGSHE_SMS_BODY",
    '{"phone": "{phone}", "text": "{text}"}',
    about="发给短信网关的内容：JSON，其中 {phone} {text} {title} {url} 会换成实际内容",
)
SMS_FORMAT = env.choice(
    "QINGSHE_SMS_FORMAT", "json", ("json", "form"), about="上面的内容以 JSON 还是表单发出"
)
SMS_HEADERS = env.text("QINGSHE_SMS_HEADERS", about="短信网关要的请求头，JSON，如鉴权；宜用 _FILE")
SMS_ACCEPTED = env.text(
    "QINGSHE_SMS_ACCEPTED",
    about='网关答复里有这段文字才算收下，如 "code":0（不含空格）；空为看状态码',
)
WECOM_URL = env.text("QINGSHE_WECOM_URL", about="企业微信（政务微信）群机器人的地址，宜用 _FILE")
DINGTALK_URL = env.text("QINGSHE_DINGTALK_URL", about="钉钉群机器人的地址，宜用 _FILE")
DINGTALK_SECRET = env.text("QINGSHE_DINGTALK_SECRET", about="钉钉群机器人加签的密钥，宜用 _FILE")
FEISHU_URL = env.text("QINGSHE_FEISHU_URL", about="飞书群机器人的地址，宜用 _FILE")
FEISHU_SECRET = env.text("QINGSHE_FEISHU_SECRET", about="飞书群机器人签名校验的密钥，宜用 _FILE")

# --- safety -----------------------------------------------------------------------------------
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not DEMO
SESSION_COOKIE_AGE = 60 * 60 * 12  # a working day; seconds
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = not DEMO
SECURE_REDIRECT_EXEMPT = [r"^-/health$"]  # asked by the machine itself, without https
SECURE_HSTS_SECONDS = 0 if DEMO else 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not DEMO
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"
SILENCED_SYSTEM_CHECKS = ["security.W009"]  # qingshe.E001 says it in words people here read
CSRF_FAILURE_VIEW = "qingshe.web.errors.forged"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}

# --- pages ------------------------------------------------------------------------------------
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "qingshe.site.frame.frame",
            ]
        },
    }
]
FORM_RENDERER = "qingshe.web.forms.Renderer"
STATIC_URL = "static/"
WHITENOISE_USE_FINDERS = True  # the bundles lie in the package: nothing to collect
WHITENOISE_MAX_AGE = 3600
LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

# --- what it says of itself -------------------------------------------------------------------
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": "pythonjsonlogger.json.JsonFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
            "rename_fields": {"asctime": "at", "levelname": "level", "name": "logger"},
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "loggers": {"urllib3": {"level": "INFO"}},  # below, it tells addresses with their keys
    "root": {
        "handlers": ["stderr"],
        "level": env.choice("QINGSHE_LOG_LEVEL", "INFO", LOG_LEVELS, about="日志级别"),
    },
}
