import Coordinator
import TestSupport
import Testing

extension ReportCheckTests {
    /// A report as PhotoStats renders it, with names that look like markup and one that is no text.
    private static let golden = #"""
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale\#
        =1">
        <meta name="generator" content="Safelight 1.0.0"><meta name="color-scheme" content="light dark">
        <title>PhotoStats: Archive &lt;b&gt;</title><style>:root{--paper:#faf8f5;--card:#fff;--ink:#24201c;--soft:#6\#
        a625a;--line:#e6e0d8;--accent:#a8480f;--track:#efe9e1;--good:#2f6b4a;--good-back:#e8f3ec;--attention:#8a5300\#
        ;--attention-back:#fdf1dc;--bad:#a52a2a;--bad-back:#fbeaea}
        @media (prefers-color-scheme:dark){:root{--paper:#171411;--card:#211d19;--ink:#ece6df;--soft:#a89e93;--line:\#
        #37312b;--accent:#f09a5b;--track:#322c26;--good:#86cda3;--good-back:#1b2a21;--attention:#efbd6c;--attention-\#
        back:#30261a;--bad:#f29b94;--bad-back:#331e1d}}
        *{box-sizing:border-box}
        body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",sans\#
        -serif;font-variant-numeric:tabular-nums;-webkit-text-size-adjust:100%}
        main,footer{max-width:960px;margin:0 auto;padding:0 24px}
        main{padding-top:40px}
        footer{color:var(--soft);font-size:13px;padding-top:24px;padding-bottom:40px}
        .tool{margin:0;color:var(--accent);font-weight:600}
        h1{margin:0 0 12px;font-size:32px;line-height:1.2;overflow-wrap:anywhere}
        header dl{display:flex;flex-wrap:wrap;gap:4px 24px;margin:0;color:var(--soft);font-size:14px}
        header dl div{display:flex;gap:8px;min-width:0}
        header dt::after{content:":"}
        header dd{margin:0;color:var(--ink);overflow-wrap:anywhere;min-width:0}
        .answer{margin:24px 0;padding:16px 20px;border-radius:12px;font-size:19px;font-weight:600;line-height:1.4;ov\#
        erflow-wrap:anywhere}
        .answer.good{background:var(--good-back);color:var(--good)}
        .answer.attention{background:var(--attention-back);color:var(--attention)}
        .figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(132px,1fr));gap:12px;margin:0;padding:0;l\#
        ist-style:none}
        .figures li{background:var(--card);border-radius:12px;padding:12px 16px}
        .figures b{display:block;font-size:24px;line-height:1.3;font-weight:650}
        .figures span{color:var(--soft);font-size:14px;line-height:1.3;display:block}
        .charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,320px),1fr));gap:12px;margin:12p\#
        x 0}
        figure{margin:0;background:var(--card);border-radius:12px;padding:16px 20px;min-width:0}
        figure.shares{grid-column:1/-1}
        figcaption{font-weight:600;margin-bottom:12px}
        .chart dl{margin:0;display:grid;gap:8px}
        .bar{display:grid;grid-template-columns:64px 1fr;align-items:center;gap:12px;font-size:14px}
        .bar dt{overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
        .bar dd{margin:0;display:grid;grid-template-columns:1fr 76px;align-items:center;gap:12px}
        .bar dd span{text-align:right;white-space:nowrap}
        .bar svg{width:100%;height:12px;border-radius:4px;display:block}
        .track{fill:var(--track)}
        .fill{fill:var(--accent)}
        .shares svg{width:100%;height:20px;border-radius:6px;display:block}
        .shares ul{display:flex;flex-wrap:wrap;gap:4px 24px;list-style:none;margin:12px 0 0;padding:0;font-size:14px\#
        }
        .shares i{display:inline-block;width:12px;height:12px;border-radius:3px;margin-right:8px;vertical-align:-1px\#
        }
        rect.good{fill:var(--good)}rect.attention{fill:var(--attention)}rect.bad{fill:var(--bad)}rect.neutral{fill:v\#
        ar(--track)}
        i.good{background:var(--good)}i.attention{background:var(--attention)}i.bad{background:var(--bad)}
        i.neutral{background:var(--track)}
        section{margin-top:40px}
        h2{display:flex;flex-wrap:wrap;align-items:center;gap:4px 12px;margin:0 0 8px;font-size:20px;line-height:1.3\#
        }
        .count{border-radius:12px;padding:0 10px;font-size:16px}
        .weight{font-size:14px;font-weight:400;color:var(--soft)}
        .problem .count{background:var(--bad-back);color:var(--bad)}
        .attention .count{background:var(--attention-back);color:var(--attention)}
        .information .count{background:var(--track);color:var(--soft)}
        section p{margin:0 0 12px;max-width:72ch}
        .table{background:var(--card);border-radius:12px;padding:4px 20px;overflow-x:auto;max-height:640px;overflow-\#
        y:auto}
        .table:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
        table{width:100%;borde◇ Test "The repeatable random source gives the same bytes for the same seed, and other\#
        s for another" started.
        r-collapse:collapse;font-size:14px}
        th{text-align:left;color:var(--soft);font-weight:500;padding:8px 16px 8px 0}
        td{border-top:1px solid var(--line);padding:8px 16px 8px 0;vertical-align:top;overflow-wrap:anywhere}
        .name{font:13px/1.5 ui-monospace,"SF Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace;white-space:pre-wrap}
        .names{margin:0;padding:0;list-style:none}
        .more{color:var(--soft);font-size:14px;margin-top:8px}
        .notes dl{margin:0;display:grid;grid-template-columns:max-content 1fr;gap:8px 24px;font-size:14px}
        .notes dt{color:var(--soft)}
        .notes dd{margin:0;min-width:0;overflow-wrap:anywhere}
        @media (max-width:560px){main,footer{padding-left:16px;padding-right:16px}main{padding-top:24px}h1{font-size\#
        :26px}.figures{grid-template-columns:1fr 1fr}.answer{font-size:17px}.table{padding:4px 16px}.notes dl{grid-t\#
        emplate-columns:1fr;gap:0}.notes dd{margin-bottom:12px}}
        @media print{:root{--paper:#fff;--card:#fff;--ink:#000;--soft:#555;--line:#ccc;--track:#eee;--accent:#8a3b0c\#
        }body{font-size:11pt}main,footer{max-width:none;padding:0}.table{max-height:none;overflow:visible;padding:0}\#
        figure,.figures li,.answer{border:1px solid var(--line);break-inside:avoid}tr{break-inside:avoid}h2{break-af\#
        ter:avoid}svg,.answer,.count{print-color-adjust:exact;-webkit-print-color-adjust:exact}}</style></head>
        <body><main><header><p class="tool">PhotoStats</p><h1>Archive &lt;b&gt;</h1><dl><div><dt>Place</dt><dd><bdi>\#
        /photos/&quot;a&quot; &amp; b</bdi></dd></div><div><dt>Agent</dt><dd>nas</dd></div><div><dt>Finished</dt><dd\#
        >2026-01-02 03:04 UTC</dd></div><div><dt>Took</dt><dd>13 s</dd></div></dl></header><p class="answer attentio\#
        n">Among 6 files, 2 images lack their sidecar, 1 sidecar belongs to no image and 1 file is empty.</p>
        <ul class="figures"><li><b>6</b> <span>files</span></li><li><b>45 bytes</b> <span>in all</span></li><li><b>0\#
        </b> <span>paired with a sidecar</span></li><li><b>2</b> <span>images without a sidecar</span></li><li><b>1<\#
        /b> <span>sidecars without an image</span></li></ul>
        <div class="charts"><figure class="chart"><figcaption>Files by type</figcaption><dl><div class="bar"><dt><bd\#
        i>.dng</bdi></dt><dd><svg viewBox="0 0 1000 12" preserveAspectRatio="none" role="img" aria-label=".dng: 3"><\#
        rect class="track" width="1000" height="12"></rect><rect class="fill" width="1000" height="12"></rect></svg>\#
        <span>3</span></dd></div><div class="bar"><dt><bdi>.cr3</bdi></dt><dd><svg viewBox="0 0 1000 12" preserveAsp\#
        ectRatio="none" role="img" aria-label=".cr3: 2"><rect class="track" width="1000" height="12"></rect><rect cl\#
        ass="fill" width="667" height="12"></rect></svg><span>2</span></dd></div><div class="bar"><dt><bdi>.xmp</bdi\#
        ></dt><dd><svg viewBox="0 0 1000 12" preserveAspectRatio="none" role="img" aria-label=".xmp: 1"><rect class=\#
        "track" width="1000" height="12"></rect><rect class="fill" width="333" height="12"></rect></svg><span>1</spa\#
        n></dd></div></dl></figure><figure class="chart"><figcaption>Size by type</figcaption><dl><div class="bar"><\#
        dt><bdi>.dng</bdi></dt><dd><svg viewBox="0 0 1000 12" preserveAspectRatio="none" role="img" aria-label=".dng\#
        : 30 bytes"><rect class="track" width="1000" height="12"></rect><rect class="fill" width="1000" height="12">\#
        </rect></svg><span>30 bytes</span></dd></div><div class="bar"><dt><bdi>.cr3</bdi></dt><dd><svg viewBox="\#
        0 0 1000 12" preserveAspectRatio="none" role="img" aria-label=".cr3: 10 bytes"><rect class="track" width="10\#
        00" height="12"></rect><rect class="fill" width="333" height="12"></rect></svg><span>10 bytes</span></dd></d\#
        iv><div class="bar"><dt><bdi>.xmp</bdi></dt><dd><svg viewBox="0 0 1000 12" preserveAspectRatio="none" role="\#
        img" aria-label=".xmp: 5 bytes"><rect class="track" width="1000" height="12"></rect><rect class="fill" width\#
        ="167" height="12"></rect></svg><span>5 bytes</span></dd></div></dl></figure><figure class="shares"><figcapt\#
        ion>Images and their sidecars</figcaption><svg viewBox="0 0 1000 20" preserveAspectRatio="none" role="img" a\#
        ria-label="Images and their sidecars. Paired: 0, Images without a sidecar: 2, Sidecars without an image: 1">\#
        <rect class="bad" x="0" width="667" height="20"></rect><rect class="attention" x="667" width="333" height="2\#
        0"></rect></svg><ul><li><i class="good"></i>Paired <b>0</b></li><li><i class="bad"></i>Images without a side\#
        car <b>2</b></li><li><i class="attention"></i>Sidecars without an image <b>1</b></li></ul></figure></div>
        <section class="finding problem"><h2>Empty files <span class="count">1</span><span class="weight">Problem</s\#
        pan></h2><p>These files hold no bytes at all: most often a copy that was cut off. <b>What to do:</b> restor\#
        e them from the card or a backup, or delete them.</p><div class="table" tabindex="0" role="region" aria-labe\#
        l="Empty files"><table><thead><tr><th scope="col">File</th></tr></thead>
        <tbody><tr><td><bdi dir="ltr" class="name">a\xFF.cr3</bdi></td></tr></tbody></table></div></section>
        <section class="finding problem"><h2>Images without a sidecar <span class="count">2</span><span class="weigh\#
        t">Problem</span></h2><p>Edits and keywords of these formats live in a sidecar, and there is none beside th\#
        e image. <b>What to do:</b> write the metadata from your photo program, or copy the sidecar from where the i\#
        mage came from.</p><div class="table" tabindex="0" role="region" aria-label="Images without a sidecar"><tabl\#
        e><thead><tr><th scope="col">Image</th></tr></thead>
        <tbody><tr><td><bdi dir="ltr" class="name">a/&lt;img src=x onerror=alert(1)&gt;.cr3</bdi></td></tr>
        <tr><td><bdi dir="ltr" class="name">a\xFF.cr3</bdi></td></tr></tbody></table></div></section>
        <section class="finding attention"><h2>Sidecars without an image <span class="count">1</span><span class="we\#
        ight">Worth a look</span></h2><p>No image has the name that these sidecars are for: it was moved, renamed o\#
        r deleted without them. <b>What to do:</b> move the sidecar to its image; delete it once you are sure that t\#
        he image is gone for good.</p><div class="table" tabindex="0" role="region" aria-label="Sidecars without a\#
        n image"><table><thead><tr><th scope="col">Sidecar</th></tr></thead>
        <tbody><tr><td><bdi dir="ltr" class="name">x.xmp</bdi></td></tr></tbody></table></div></section>

        <section class="notes"><h2>About this run</h2><dl><dt>Newest file</dt><dd><bdi dir="ltr" class="name">a/&lt;\#
        img src=x onerror=alert(1)&gt;.cr3</bdi>, 2026-01-02 03:04 UTC</dd><dt>Oldest file</dt><dd><bdi dir="ltr" cl\#
        ass="name">a\xFF.cr3</bdi>, 1970-01-01 00:00 UTC</dd><dt>Left out on purpose</dt><dd>nothing</dd><dt>Listin\#
        g took</dt><dd>0 s</dd></dl></section></main>
        <footer>Made by Safelight 1.0.0. File names are shown as they are; bytes that are no text show as \xHH.</foo\#
        ter>
        </body></html>
        """#

    @Test(
        "The report of PhotoStats passes whole, and is refused once script is put into it",
        .proves("FR-530.9", "FR-530.12"))
    func golden() {
        #expect(Self.refusal(Self.golden) == nil)
        #expect(Self.refusal(Self.golden.replacing("&lt;img", with: "<img"))?.element == "img")
        #expect(
            Self.refusal(Self.golden.replacing("</style>", with: "i{background:url(a.png)}</style>"))?.element
                == "style")
        #expect(Self.refusal(Self.golden.replacing("Safelight", with: "Other"))?.problem.contains("generator") == true)
    }
}
