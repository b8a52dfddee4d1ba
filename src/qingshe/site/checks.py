"""What an installation must have before residents' data may enter it; run by `check --deploy`."""

import json
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register

from qingshe.foundation.documents import faces
from qingshe.foundation.notices import channels as notices

SHORTEST_KEY = 50  # characters, as Django's own check asks


@register(Tags.security, deploy=True)
def check_installation(
    app_configs: Sequence[AppConfig] | None, **kwargs: object
) -> list[CheckMessage]:
    """Every missing or unsafe value, each with the variable to set and an example."""
    return [*_secrets(), *_identity(), *_provider(), *_reminders(), *_places()]


def _secrets() -> list[CheckMessage]:
    found: list[CheckMessage] = []
    key = settings.SECRET_KEY
    if key.startswith("django-insecure-") or len(key) < SHORTEST_KEY:
        hint = (
            "生成一个写入文件：python3 -c 'import secrets; print(secrets.token_urlsafe(60))'，"
            "再设 QINGSHE_SECRET_KEY_FILE=文件路径。"
        )
        found.append(Error("没有设置密钥，或密钥太短（不足 50 个字符）。", hint, id="qingshe.E001"))
    if settings.DEBUG:
        hint = "删去 QINGSHE_DEBUG，或设为 off。"
        found.append(Error("调试方式会把内部信息显示给访客。", hint, id="qingshe.E002"))
    if settings.DEMO:
        hint = "删去 QINGSHE_DEMO，或设为 off；正式使用须有 https。"
        found.append(Error("演示方式公开演示账号并允许不加密的连接。", hint, id="qingshe.E003"))
    return found


def _identity() -> list[CheckMessage]:
    found: list[CheckMessage] = []
    if not set(settings.ALLOWED_HOSTS) - {"localhost", "127.0.0.1", "[::1]"}:
        hint = "设 QINGSHE_HOSTS=对外的域名或地址，多个用逗号分开。"
        found.append(Error("没有设置对外的域名。", hint, id="qingshe.E004"))
    if "*" in settings.ALLOWED_HOSTS:
        hint = "QINGSHE_HOSTS 应逐个列出域名。"
        found.append(Error("域名写成了 *，任何人都能冒用。", hint, id="qingshe.E005"))
    if not settings.OWNER:
        hint = "设 QINGSHE_OWNER=主管单位全称（县级及以上），例如：长治市民政局。"
        found.append(Warning("没有写明主管单位，页脚须有。", hint, id="qingshe.W001"))
    return found


def _provider() -> list[CheckMessage]:
    """The city's identity provider, when there is one."""
    if not settings.OIDC_ISSUER:
        return []
    found: list[CheckMessage] = []
    if not settings.OIDC_ISSUER.startswith("https://"):
        hint = "QINGSHE_OIDC_ISSUER 应以 https:// 开头。"
        found.append(Error("统一身份认证的地址没有加密。", hint, id="qingshe.E008"))
    if not (settings.OIDC_RP_CLIENT_ID and settings.OIDC_RP_CLIENT_SECRET):
        hint = "设 QINGSHE_OIDC_CLIENT_ID 和 QINGSHE_OIDC_CLIENT_SECRET_FILE。"
        found.append(Error("缺少在统一身份认证登记的编号或密钥。", hint, id="qingshe.E009"))
    if settings.OIDC_MATCH not in ("login_name", "staff_number"):
        hint = "QINGSHE_OIDC_MATCH 只能是 login_name 或 staff_number。"
        found.append(Error("不知道凭什么认出账号。", hint, id="qingshe.E010"))
    return found


def _reminders() -> list[CheckMessage]:
    """The gateways that are switched on: encrypted, and with templates that can be filled."""
    found: list[CheckMessage] = []
    for name in ("SMS_URL", "WECOM_URL", "DINGTALK_URL", "FEISHU_URL", "SITE_ADDRESS"):
        variable = "QINGSHE_SITE" if name == "SITE_ADDRESS" else f"QINGSHE_{name}"
        if getattr(settings, name) and not getattr(settings, name).startswith("https://"):
            hint = f"{variable} 应以 https:// 开头。"
            found.append(Error(f"{variable} 的地址没有加密。", hint, id="qingshe.E012"))
    flat = settings.SMS_FORMAT == "form"
    wrong = {
        "QINGSHE_SMS_BODY": not _is_object(settings.SMS_BODY, of_texts=flat),
        "QINGSHE_SMS_HEADERS": not _is_object(settings.SMS_HEADERS or "{}", of_texts=True),
    }
    for variable in (name for name, is_wrong in wrong.items() if is_wrong):
        hint = '例如：{"phone": "{phone}", "text": "{text}"}'
        found.append(Error(f"{variable} 不是合用的 JSON 对象。", hint, id="qingshe.E013"))
    if settings.EMAIL_HOST and not settings.DEFAULT_FROM_EMAIL:
        hint = "设 QINGSHE_MAIL_FROM=发件人地址。"
        found.append(Error("能发邮件，但没有发件人地址。", hint, id="qingshe.E014"))
    if notices.switched_on() and not settings.SITE_ADDRESS:
        hint = "设 QINGSHE_SITE=https://本系统的网址。"
        found.append(Warning("短信和邮件里没有网址可点。", hint, id="qingshe.W002"))
    return found


def _is_object(text: str, *, of_texts: bool) -> bool:
    """Whether a text is a JSON object, `of_texts` when it may hold nothing but texts."""
    try:
        fields = json.loads(text)
    except ValueError:
        return False
    if not isinstance(fields, dict):
        return False
    return not of_texts or all(isinstance(value, str) for value in fields.values())


def _places() -> list[CheckMessage]:
    found: list[CheckMessage] = []
    folder: Path = settings.DATA_FOLDER
    if not _is_writable(folder):
        hint = f"建立并授权：mkdir -p {folder}，或设 QINGSHE_DATA=另一个文件夹。"
        found.append(Error(f"数据文件夹不存在或不能写：{folder}", hint, id="qingshe.E006"))
    bundle = Path(__file__).parents[1] / "web" / "static" / "web" / "app.css"
    if not bundle.exists():
        hint = "安装包自带界面文件；从源码安装时先运行 python3 tools/setup.py。"
        found.append(Error("缺少界面文件（样式与脚本）。", hint, id="qingshe.E007"))
    if not faces.are_there():
        hint = "安装包自带文书字体；从源码安装时先运行 python3 tools/setup.py。"
        found.append(Error("缺少文书字体，出不了 PDF。", hint, id="qingshe.E011"))
    return found


def _is_writable(folder: Path) -> bool:
    """Tried, not asked: a full disk and a read-only mount answer os.access with yes."""
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            os.fsync(file.fileno())
    except OSError:
        return False
    return True
