const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** For text and for quoted attributes. */
export const escapeHtml = (value: string): string => value.replace(/[&<>"]/g, char => escapes[char] ?? char);
