import HTML

/// The look of every report: one accent, system fonts, a 4 px grid; light and dark as the reader's system is, and fit for paper.
enum ReportStyle {
    static let sheet: HTML = rules + GraphDrawing.style

    private static let rules: HTML = """
        :root{--paper:#faf8f5;--card:#fff;--ink:#24201c;--soft:#6a625a;--line:#e6e0d8;--accent:#a8480f;--track:#efe9e1;\
        --good:#2f6b4a;--good-back:#e8f3ec;--attention:#8a5300;--attention-back:#fdf1dc;--bad:#a52a2a;--bad-back:#fbeaea;\
        --neutral:#9a8f83}
        @media (prefers-color-scheme:dark){:root{--paper:#171411;--card:#211d19;--ink:#ece6df;--soft:#a89e93;--line:#37312b;\
        --accent:#f09a5b;--track:#322c26;--good:#86cda3;--good-back:#1b2a21;--attention:#efbd6c;--attention-back:#30261a;\
        --bad:#f29b94;--bad-back:#331e1d;--neutral:#857a6e}}
        *{box-sizing:border-box}
        body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",sans-serif;\
        font-variant-numeric:tabular-nums;-webkit-text-size-adjust:100%}
        main,footer{max-width:960px;margin:0 auto;padding:0 24px}
        main{padding-top:40px}
        footer{color:var(--soft);font-size:13px;padding-top:24px;padding-bottom:40px}
        .tool{margin:0;color:var(--accent);font-weight:600}
        h1{margin:0 0 12px;font-size:32px;line-height:1.2;overflow-wrap:anywhere}
        header dl{display:flex;flex-wrap:wrap;gap:4px 24px;margin:0;color:var(--soft);font-size:14px}
        header dl div{display:flex;gap:8px;min-width:0}
        header dt::after{content:":"}
        header dd{margin:0;color:var(--ink);overflow-wrap:anywhere;min-width:0}
        .answer{margin:24px 0;padding:16px 20px;border-radius:12px;font-size:19px;font-weight:600;line-height:1.4;overflow-wrap:anywhere}
        .answer.good{background:var(--good-back);color:var(--good)}
        .answer.attention{background:var(--attention-back);color:var(--attention)}
        .figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(132px,1fr));gap:12px;margin:0;padding:0;list-style:none}
        .figures li{background:var(--card);border-radius:12px;padding:12px 16px}
        .figures b{display:block;font-size:24px;line-height:1.3;font-weight:650}
        .figures span{color:var(--soft);font-size:14px;line-height:1.3;display:block}
        .charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,320px),1fr));gap:12px;margin:12px 0}
        figure{margin:0;background:var(--card);border-radius:12px;padding:16px 20px;min-width:0}
        figure.shares,figure.graph{grid-column:1/-1}
        figcaption{font-weight:600;margin-bottom:12px}
        .chart dl{margin:0;display:grid;grid-template-columns:fit-content(45%) 1fr;gap:8px 12px}
        .bar{display:grid;grid-template-columns:subgrid;grid-column:1/-1;align-items:center;font-size:14px}
        .bar dt{min-width:64px;overflow:hidden;overflow-wrap:anywhere;line-height:1.3;display:-webkit-box;\
        -webkit-box-orient:vertical;-webkit-line-clamp:2}
        .bar dd{margin:0;display:grid;grid-template-columns:1fr 76px;align-items:center;gap:12px}
        .bar dd span{text-align:right;white-space:nowrap}
        .bar svg{width:100%;height:12px;border-radius:4px;display:block}
        .named .bar{grid-template-columns:1fr;gap:0}
        .named .bar dt{white-space:normal;overflow-wrap:anywhere}
        .shares~.chart:last-child:nth-child(even){grid-column:1/-1}
        .track{fill:var(--track)}
        .fill{fill:var(--accent)}
        .shares svg{width:100%;height:20px;border-radius:6px;display:block}
        .shares ul{display:flex;flex-wrap:wrap;gap:4px 24px;list-style:none;margin:12px 0 0;padding:0;font-size:14px}
        .shares i{display:inline-block;width:12px;height:12px;border-radius:3px;margin-right:8px;vertical-align:-1px}
        rect.good{fill:var(--good)}rect.attention{fill:var(--attention)}rect.bad{fill:var(--bad)}\
        rect.neutral{fill:var(--neutral)}
        i.good{background:var(--good)}i.attention{background:var(--attention)}i.bad{background:var(--bad)}
        i.neutral{background:var(--neutral)}
        section{margin-top:40px}
        h2{display:flex;flex-wrap:wrap;align-items:center;gap:4px 12px;margin:0 0 8px;font-size:20px;line-height:1.3}
        .count{border-radius:12px;padding:0 10px;font-size:16px}
        .weight{font-size:14px;font-weight:400;color:var(--soft)}
        .problem .count{background:var(--bad-back);color:var(--bad)}
        .attention .count{background:var(--attention-back);color:var(--attention)}
        .information .count{background:var(--track);color:var(--soft)}
        section p{margin:0 0 12px;max-width:72ch}
        .table{background:var(--card);border-radius:12px;padding:4px 20px;overflow-x:auto;max-height:640px;overflow-y:auto}
        .table:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
        table{width:100%;border-collapse:collapse;font-size:14px}
        th{text-align:left;color:var(--soft);font-weight:500;padding:8px 16px 8px 0}
        td{border-top:1px solid var(--line);padding:8px 16px 8px 0;vertical-align:top;overflow-wrap:anywhere}
        .name{font:13px/1.5 ui-monospace,"SF Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace;white-space:pre-wrap}
        td>.name{display:inline-block;min-width:104px}
        th:nth-child(2):last-child{min-width:380px}
        .names{margin:0;padding:0;list-style:none}
        .more{color:var(--soft);font-size:14px;margin-top:8px}
        td .more{margin:0}.type{margin:0}
        .by{margin:0;display:grid;gap:4px}
        .by dt{color:var(--soft)}
        .by dd{margin:0}
        .notes dl{margin:0;display:grid;grid-template-columns:max-content 1fr;gap:8px 24px;font-size:14px}
        .notes dt{color:var(--soft)}
        .notes dd{margin:0;min-width:0;overflow-wrap:anywhere}
        @media (max-width:560px){main,footer{padding-left:16px;padding-right:16px}main{padding-top:24px}h1{font-size:26px}\
        .figures{grid-template-columns:1fr 1fr}.answer{font-size:17px}.table{padding:4px 16px}\
        th:first-child:nth-last-child(2){min-width:160px}th:nth-child(2):last-child{min-width:260px}\
        th:first-child:nth-last-child(4),th:nth-child(2):nth-last-child(3){min-width:92px}\
        th:nth-child(3):nth-last-child(2),th:last-child:nth-child(4){min-width:180px}\
        .notes dl{grid-template-columns:1fr;gap:0}.notes dd{margin-bottom:12px}}
        @media print{:root{--paper:#fff;--card:#fff;--ink:#000;--soft:#555;--line:#ccc;--track:#eee;--accent:#8a3b0c}\
        body{font-size:11pt}main,footer{max-width:none;padding:0}.table{max-height:none;overflow:visible;padding:0}\
        figure,.figures li,.answer{border:1px solid var(--line);break-inside:avoid}tr{break-inside:avoid}\
        h2{break-after:avoid}svg,.answer,.count{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
        """
}
