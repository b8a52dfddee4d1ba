"""E-mail (邮件), through Django and the city's own mail server."""

import smtplib

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from .message import Message, Refused, Unreachable, Unsure

FINAL = 500  # from here on a mail server means it


def is_on() -> bool:
    return bool(settings.EMAIL_HOST)


def send(message: Message) -> None:
    """One letter to one address. Errors: Unreachable, Refused, Unsure."""
    connection = get_connection(fail_silently=False)
    try:
        connection.open()
    except smtplib.SMTPAuthenticationError:
        raise Unreachable("邮件服务器不接受用户名或口令。") from None
    except (OSError, smtplib.SMTPException):
        raise Unreachable("连不上邮件服务器。") from None
    letter = EmailMessage(message.title, message.text, to=list(message.to), connection=connection)
    try:
        letter.send()
    except smtplib.SMTPRecipientsRefused as error:
        code = max(code for code, _ in error.recipients.values())
        raise Refused(f"收件地址被拒收（{code}）。", final=code >= FINAL) from None
    except smtplib.SMTPResponseException as error:
        raise Refused(f"邮件服务器不接受（{error.smtp_code}）。") from None
    except (OSError, smtplib.SMTPException):
        raise Unsure("邮件服务器中途断开。") from None
    finally:
        _close(connection)


def _close(connection: object) -> None:
    """What was sent was sent, however the good-bye goes: Django's backend swallows its faults."""
    connection.close()  # type: ignore[attr-defined]  # the base class of Django has no types
