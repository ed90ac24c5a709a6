import { createHash } from 'node:crypto';
import { problems } from '../contract/problems';
import { escapeHtml as text } from './escape-html';
import type { OpenApi } from './openapi';

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly required: boolean }[];
  readonly requestBody?: { readonly content: { readonly 'application/json'?: { readonly example: unknown } } };
  readonly responses: Readonly<
    Record<string, { readonly description: string; readonly content?: Readonly<Record<string, { readonly example?: unknown }>> }>
  >;
}

const code = (value: unknown): string => `<pre>${text(JSON.stringify(value, null, 2))}</pre>`;

const style = `
body{margin:0;background:#f6f3ec;color:#22262a;font:16px/1.7 system-ui,"PingFang SC","Noto Sans CJK SC",sans-serif}
main{max-width:880px;margin:0 auto;padding:32px 20px 96px}
h1{font-size:28px;margin:0 0 8px}h2{font-size:20px;margin:40px 0 8px;border-bottom:1px solid #cfc8ba;padding-bottom:6px}
details{background:#fffdf8;border:1px solid #ddd6c8;border-radius:6px;margin:8px 0;padding:0 14px}
summary{cursor:pointer;padding:12px 0;overflow-wrap:anywhere}summary b{display:inline-block;min-width:64px;color:#17565e}
summary span{color:#5a5f63;margin-left:10px}pre{background:#f1ede3;padding:12px;overflow:auto;font-size:13px;line-height:1.5;border-radius:4px}
table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:6px 10px 6px 0;border-bottom:1px solid #e6dfd1;vertical-align:top}
a{color:#17565e}code{font-size:14px}
`;

/** The page carries no script, and its one style sheet is allowed by its digest. */
export const apiPageCsp = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`;

const requestHtml = ({ requestBody }: Operation): string => {
  if (!requestBody) return '';
  const json = requestBody.content['application/json'];
  return `<h4>请求</h4>${json ? code(json.example) : '<p>文件的一段，application/octet-stream</p>'}`;
};

const operationHtml = (method: string, path: string, operation: Operation): string => {
  const reply = operation.responses['200']?.content?.['application/json']?.example;
  const refusals = Object.entries(operation.responses)
    .filter(([status]) => status !== '200')
    .flatMap(([status, held]) => held.description.split('\n').map(line => [status, ...line.split(/:(.*)/s)] as const));
  const rows = refusals.map(
    ([status, name = '', title = '']) =>
      `<tr><td>${status}</td><td><a href="#${text(name)}"><code>${text(name)}</code></a></td><td>${text(title)}</td></tr>`,
  );
  const parameters = operation.parameters
    .map(held => `<code>${text(held.name)}</code>(${held.in}${held.required ? '，必填' : ''})`)
    .join('、');
  return `<details id="${text(operation.operationId)}"><summary><b>${method.toUpperCase()}</b><code>/api${text(path)}</code><span>${text(operation.summary)}</span></summary>
<p>${text(operation.description)}${parameters ? ` 参数：${parameters}` : ''}</p>
${requestHtml(operation)}
<h4>答复</h4>${reply === undefined ? '<p>PDF 文件</p>' : code(reply)}
<h4>可能的问题</h4><table>${rows.join('')}</table></details>`;
};

export const apiPage = (api: OpenApi, title: string): string => {
  const operations = Object.entries(api.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method, path, operation: operation as Operation })),
  );
  const groups = [...new Set(operations.map(({ operation }) => operation.operationId.split('.')[0] ?? ''))];
  const body = groups.map(
    group =>
      `<h2>${text(group)}</h2>${operations
        .filter(({ operation }) => operation.operationId.startsWith(`${group}.`))
        .map(({ method, path, operation }) => operationHtml(method, path, operation))
        .join('')}`,
  );
  const table = Object.entries(problems).map(
    ([name, [status, sentence]]) =>
      `<tr id="${text(name)}"><td>${status}</td><td><code>${text(name)}</code></td><td>${text(sentence)}</td></tr>`,
  );
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${text(title)} 接口</title><style>${style}</style></head>
<body><main><h1>${text(title)} 接口</h1><p>这里展示公共信用信息，不是征信服务。机器可读：<a href="/openapi.json">/openapi.json</a>。问题按 RFC 9457 返回，类型为 application/problem+json。</p>
${body.join('\n')}<h2>全部问题</h2><table>${table.join('')}</table></main></body></html>`;
};
