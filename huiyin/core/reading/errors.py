"""Why a file cannot be read, in both languages: the command line tells it without Django."""

from collections.abc import Mapping

SENTENCES: Mapping[str, tuple[str, str]] = {
    "too_big": ("文件太大（上限 {0}）；请分成几份。", "The file is too big (at most {0}): cut it into parts."),
    "empty": ("文件是空的。", "The file is empty."),
    "old_word": (
        "这种格式读不了；请另存为 DOCX、PDF 或者纯文本。",
        "This kind cannot be read: save it as DOCX, PDF or plain text.",
    ),
    "no_text": (
        "文件里没有文字（可能是扫描件）；请先做文字识别。",
        "There is no text in the file (a scan perhaps): recognise its text first.",
    ),
    "no_text_file": (
        "这不是 UTF-8 或者 GB 18030 的文本；请另存为 DOCX、PDF 或者 UTF-8 文本。",
        "This is no text in UTF-8 or GB 18030: save it as DOCX, PDF or UTF-8 text.",
    ),
    "no_word": ("这个压缩包不是 Word 文档（DOCX）。", "This archive is no Word document (DOCX)."),
    "damaged": ("文件已损坏或者不完整；请重新导出。", "The file is damaged or cut off: export it anew."),
    "locked": ("文件有打开密码；请去掉密码再上传。", "The file is locked with a password: take it off first."),
    "unsafe": (
        "文件含有不安全的内容（文档类型声明或者过大的压缩内容），未予读取。",
        "The file holds something unsafe (a document type or an outsized archive) and was not read.",
    ),
}


class UnreadableError(ValueError):
    """A file whose text cannot be had. `code` is stable; the sentences say what to do."""

    def __init__(self, code: str, detail: str = "") -> None:
        self.code, self.detail = code, detail
        super().__init__(self.in_language("en"))

    def in_language(self, language: str) -> str:
        """The sentence: Chinese for any zh locale, else English."""
        zh, en = SENTENCES[self.code]
        return (zh if language.lower().startswith("zh") else en).format(self.detail)
