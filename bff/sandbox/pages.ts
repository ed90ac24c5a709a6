import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody } from './read-body';
import type { State } from './state';

const htmlText = (text: string): string => text.replace(/[&<>"']/g, char => `&#${char.charCodeAt(0)};`);

const style = `body{font:16px/1.6 system-ui,sans-serif;max-width:64rem;margin:2rem auto;padding:0 1rem;color:#1d2b2e}
table{border-collapse:collapse;width:100%}td,th{border-bottom:1px solid #d5dcdd;padding:.4rem .6rem;text-align:left;vertical-align:top}
code{font-size:1.1em}h2{margin-top:2rem}input,select,button{font:inherit;padding:.3rem .6rem}.note{color:#5a686b}img{width:9rem;image-rendering:pixelated}`;

const page = (title: string, body: string): string =>
  `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title><style>${style}</style>
<h1>${title}</h1><p class="note">这是演示城市，人物、号码和记录都是编的。<a href="/inbox">短信与核验码</a> · <a href="/demo-people">演示人物</a></p>${body}</html>`;

const table = (heads: readonly string[], rows: readonly (readonly string[])[], none: string): string =>
  rows.length === 0
    ? `<p>${none}</p>`
    : `<table><tr>${heads.map(head => `<th>${head}</th>`).join('')}</tr>${rows.map(row => `<tr>${row.map(cell => `<td>${cell}</td>`).join('')}</tr>`).join('')}</table>`;

const purposes = { '1': '本人实名', '2': '监护关系', '3': '经办授权' } as const;

const counterForm = `<form method="post" action="/inbox/counter-codes"><p>
<label>用途 <select name="purpose">${Object.entries(purposes)
  .map(([value, title]) => `<option value="${value}">${title}</option>`)
  .join('')}</select></label>
<label>为谁 <input name="about" size="28" placeholder="证件号码，经办授权填统一社会信用代码" required></label>
<button>领取核验码</button></p></form>`;

const inbox = (state: State): string => {
  const sms = state.sms.map(({ at, phone, text }) => [htmlText(at), `<code>${htmlText(phone)}</code>`, htmlText(text)]);
  const codes = [...state.counterCodes.values()].reverse().slice(0, 20);
  const codeRows = codes.map(({ code, purpose, about, used }) => [
    `<code>${code}</code>`,
    purposes[purpose],
    `<code>${htmlText(about)}</code>`,
    used ? '已使用' : '未使用',
  ]);
  const images = state.miniProgramCodes.map(({ at, scene, png }) => [
    htmlText(at),
    `<code>${htmlText(scene)}</code>`,
    `<img alt="小程序码" src="data:image/png;base64,${png.toString('base64')}">`,
  ]);
  return page(
    '短信与核验码',
    `<p><a href="/inbox">刷新本页</a></p><h2>短信</h2>${table(['时间', '手机号', '内容'], sms, '还没有短信。')}
<h2>柜台核验码</h2>${counterForm}${table(['核验码', '用途', '为谁', '状态'], codeRows, '还没有领取核验码。')}
<h2>小程序码</h2>${table(['时间', '场景值', '码'], images, '还没有生成小程序码。')}`,
  );
};

const documentTypes: Readonly<Record<string, string>> = {
  '01': '居民身份证',
  '02': '护照',
  '03': '港澳居民来往内地通行证',
  '04': '台湾居民来往大陆通行证',
  '05': '外国人永久居留身份证',
  '06': '港澳台居民居住证',
};

const demoPeople = (state: State): string => {
  const rows = state.city.people.flatMap(({ key, story, document, phone, bankCard, ztbs }) => {
    if (!key) return [];
    const orgs = state.city.merchants
      .filter(({ head }) => head === ztbs)
      .map(({ name, code }) => `${htmlText(name)}<br><code>${code}</code>`);
    return [
      [
        htmlText(document.xm),
        `<code>${key}</code>`,
        htmlText(story ?? ''),
        `${documentTypes[document.zjlx]}<br><code>${document.zjhm}</code>`,
        `<code>${phone}</code>`,
        `<code>${bankCard}</code>`,
        orgs.join('<br>'),
      ],
    ];
  });
  return page('演示人物', table(['姓名', '代号', '看点', '证件', '手机号', '银行卡', '名下单位'], rows, '没有演示人物。'));
};

const smsJson = (state: State): string =>
  JSON.stringify({
    sms: state.sms.map(({ at, phone, text, params }) => ({ at, phone, text, code: params.code ?? null })),
    counterCodes: [...state.counterCodes.values()].map(({ code, purpose, about, used }) => ({ code, purpose, about, used })),
  });

/** Pages for people at the stand-in city; nothing here is signed. False: not one of them. */
export const pages =
  (state: State) =>
  async (request: IncomingMessage, response: ServerResponse): Promise<boolean> => {
    const path = new URL(request.url ?? '/', 'http://sandbox').pathname;
    const send = (contentType: string, body: string): true => {
      response.writeHead(200, {
        'Content-Type': `${contentType}; charset=utf-8`,
        'Cache-Control': 'no-store',
        'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'",
      });
      response.end(body);
      return true;
    };
    if (request.method === 'GET' && (path === '/inbox' || path === '/')) return send('text/html', inbox(state));
    if (request.method === 'GET' && path === '/inbox.json') return send('application/json', smsJson(state));
    if (request.method === 'GET' && path === '/demo-people') return send('text/html', demoPeople(state));
    if (request.method === 'POST' && path === '/inbox/counter-codes') {
      const form = new URLSearchParams(String((await readBody(request, 4096)) ?? ''));
      const purpose = form.get('purpose');
      const about = form.get('about')?.trim().toUpperCase();
      if ((purpose === '1' || purpose === '2' || purpose === '3') && about) state.giveCounterCode(purpose, about);
      response.writeHead(303, { Location: '/inbox' }).end();
      return true;
    }
    return false;
  };
