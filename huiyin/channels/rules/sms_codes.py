"""What the codes of Alibaba Cloud, Tencent Cloud and the operators say. Pure.

Taken from the published lists of both platforms' SendSms and of their reports of delivery.
"""

# What waiting will not change: the number, the text, or the template and the name that were approved. What is wrong
# with the account (no money left, no rights, limits of a day) can be set right meanwhile and is tried again.
NEVER = {
    "isv.MOBILE_NUMBER_ILLEGAL": "the number takes no messages",
    "isv.DOMESTIC_NUMBER_NOT_SUPPORTED": "the template is for numbers abroad",
    "isv.BLACK_KEY_CONTROL_LIMIT": "the platform refuses a word of it",
    "isv.SMS_CONTENT_ILLEGAL": "the platform refuses its content",
    "isv.PARAM_LENGTH_LIMIT": "the text is too long for the template",
    "isv.PARAM_NOT_SUPPORT_URL": "the template takes no links",
    "isv.TEMPLATE_MISSING_PARAMETERS": "the template has another variable",
    "isv.INVALID_JSON_PARAM": "the template takes another kind of value",
    "isv.SMS_TEMPLATE_ILLEGAL": "the template is not approved",
    "isv.SMS_SIGNATURE_ILLEGAL": "the name in front is not approved",
    "isv.SMS_SIGN_ILLEGAL": "the name in front is forbidden",
    "isv.SMS_SIGNATURE_SCENE_ILLEGAL": "the name in front is for another kind of message",
    "InvalidParameterValue.IncorrectPhoneNumber": "the number takes no messages",
    "FailedOperation.PhoneNumberParseFail": "the number takes no messages",
    "InvalidParameterValue.ContentLengthLimit": "the text is too long",
    "InvalidParameterValue.TemplateParameterLengthLimit": "the text is too long for the template",
    "InvalidParameterValue.TemplateParameterFormatError": "the template takes digits only",
    "InvalidParameterValue.ProhibitedUseUrlInTemplateParameter": "the template takes no links",
    "InvalidParameter.DirtyWordFound": "the platform refuses a word of it",
    "FailedOperation.PhoneNumberInBlacklist": "the person wants no messages",
    "FailedOperation.ContainSensitiveWord": "the platform refuses a word of it",
    "FailedOperation.SignatureIncorrectOrUnapproved": "the name in front is not approved",
    "FailedOperation.TemplateIncorrectOrUnapproved": "the template is not approved",
    "FailedOperation.TemplateUnapprovedOrNotExist": "the template is not approved",
    "FailedOperation.TemplateIdNotExist": "there is no such template",
    "FailedOperation.TemplateParamSetNotMatchApprovedTemplate": "the template has another variable",
}

# Reports of delivery: what operators say of a message that did not arrive.
REPORTS = {
    "MOBILE_NOT_ON_SERVICE": "the number is off or suspended",
    "MOBILE_SEND_LIMIT": "the number got too many messages",
    "MOBILE_ACCOUNT_ABNORMAL": "the number is suspended or gone",
    "MOBILE_IN_BLACK": "the operator blocks messages to the number",
    "MOBILE_TERMINAL_ERROR": "the telephone could not take it",
    "SP_NOT_BY_SMS": "the number is barred or off",
    "SP_UNKNOWN_ERROR": "the operator does not say why",
    "CONTENT_KEYWORD": "the operator refuses a word of it",
    "CONTENT_ERROR": "the operator refuses its content",
    "INVALID_NUMBER": "there is no such number",
    "NO_ROUTE": "no way to this number",
    "PORT_NOT_REGISTERED": "the name in front is not yet registered with the operators",
    "UNDELIV": "the telephone could not be reached",
    "UNDELIVRD": "the telephone could not be reached",
    "EXPIRED": "the telephone was off for too long",
    "REJECTD": "the operator refuses it",
    "DELETED": "the operator deleted it",
    "UNKNOWN": "the operator does not say why",
}


def meaning(code: str) -> str:
    """What a code says, in words; empty for one that is not known here."""
    return NEVER.get(code) or REPORTS.get(code.upper(), "")
