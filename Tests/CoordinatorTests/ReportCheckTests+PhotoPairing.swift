import Coordinator
import TestSupport
import Testing

extension ReportCheckTests {
    /// A report as Photo Pairing renders it, with names that look like markup.
    private static let photoPairing = #"""
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-s\#
        cale=1">
        <meta name="generator" content="Safelight 1.0.0"><meta name="color-scheme" content="light dark">
        <title>Photo Pairing: Archive &lt;b&gt;</title><style>:root{--paper:#faf8f5;--card:#fff;--ink:#24201c;--\#
        soft:#6a625a;--line:#e6e0d8;--accent:#a8480f;--track:#efe9e1;--good:#2f6b4a;--good-back:#e8f3ec;--attent\#
        ion:#8a5300;--attention-back:#fdf1dc;--bad:#a52a2a;--bad-back:#fbeaea}
        @media (prefers-color-scheme:dark){:root{--paper:#171411;--card:#211d19;--ink:#ece6df;--soft:#a89e93;--l\#
        ine:#37312b;--accent:#f09a5b;--track:#322c26;--good:#86cda3;--good-back:#1b2a21;--attention:#efbd6c;--at\#
        tention-back:#30261a;--bad:#f29b94;--bad-back:#331e1d}}
        *{box-sizing:border-box}
        body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",\#
        sans-serif;font-variant-numeric:tabular-nums;-webkit-text-size-adjust:100%}
        main,footer{max-width:960px;margin:0 auto;padding:0 24px}
        main{padding-top:40px}
        footer{color:var(--soft);font-size:13px;padding-top:24px;padding-bottom:40px}
        .tool{margin:0;color:var(--accent);font-weight:600}
        h1{margin:0 0 12px;font-size:32px;line-height:1.2;overflow-wrap:anywhere}
        header dl{display:flex;flex-wrap:wrap;gap:4px 24px;margin:0;color:var(--soft);font-size:14px}
        header dl div{display:flex;gap:8px;min-width:0}
        header dt::after{content:":"}
        header dd{margin:0;color:var(--ink);overflow-wrap:anywhere;min-width:0}
        .answer{margin:24px 0;padding:16px 20px;border-radius:12px;font-size:19px;font-weight:600;line-height:1.\#
        4;overflow-wrap:anywhere}
        .answer.good{background:var(--good-back);color:var(--good)}
        .answer.attention{background:var(--attention-back);color:var(--attention)}
        .figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(132px,1fr));gap:12px;margin:0;padding\#
        :0;list-style:none}
        .figures li{background:var(--card);border-radius:12px;padding:12px 16px}
        .figures b{display:block;font-size:24px;line-height:1.3;font-weight:650}
        .figures span{color:var(--soft);font-size:14px;line-height:1.3;display:block}
        .charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,320px),1fr));gap:12px;margin:\#
        12px 0}
        figure{margin:0;background:var(--card);border-radius:12px;padding:16px 20px;min-width:0}
        figure.shares{grid-column:1/-1}
        figcaption{font-weight:600;margin-bottom:12px}
        .chart dl{margin:0;display:grid;grid-template-columns:fit-content(45%) 1fr;gap:8px 12px}
        .bar{display:grid;grid-template-columns:subgrid;grid-column:1/-1;align-items:center;font-size:14px}
        .bar dt{min-width:64px;overflow:hidden;overflow-wrap:anywhere;line-height:1.3;display:-webkit-box;-webki\#
        t-box-orient:vertical;-webkit-line-clamp:2}
        .bar dd{margin:0;display:grid;grid-template-columns:1fr 76px;align-items:center;gap:12px}
        .bar dd span{text-align:right;white-space:nowrap}
        .bar svg{width:100%;height:12px;border-radius:4px;display:block}
        .track{fill:var(--track)}
        .fill{fill:var(--accent)}
        .shares svg{width:100%;height:20px;border-radius:6px;display:block}
        .shares ul{display:flex;flex-wrap:wrap;gap:4px 24px;list-style:none;margin:12px 0 0;padding:0;font-size:\#
        14px}
        .shares i{display:inline-block;width:12px;height:12px;border-radius:3px;margin-right:8px;vertical-align:\#
        -1px}
        rect.good{fill:var(--good)}rect.attention{fill:var(--attention)}rect.bad{fill:var(--bad)}rect.neutral{fi\#
        ll:var(--track)}
        i.good{background:var(--good)}i.attention{background:var(--attention)}i.bad{background:var(--bad)}
        i.neutral{background:var(--track)}
        section{margin-top:40px}
        h2{display:flex;flex-wrap:wrap;align-items:center;gap:4px 12px;margin:0 0 8px;font-size:20px;line-height\#
        :1.3}
        .count{border-radius:12px;padding:0 10px;font-size:16px}
        .weight{font-size:14px;font-weight:400;color:var(--soft)}
        .problem .count{background:var(--bad-back);color:var(--bad)}
        .attention .count{background:var(--attention-back);color:var(--attention)}
        .information .count{background:var(--track);color:var(--soft)}
        section p{margin:0 0 12px;max-width:72ch}
        .table{background:var(--card);border-radius:12px;padding:4px 20px;overflow-x:auto;max-height:640px;overf\#
        low-y:auto}
        .table:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
        table{width:100%;border-collapse:collapse;font-size:14px}
        th{text-align:left;color:var(--soft);font-weight:500;padding:8px 16px 8px 0}
        td{border-top:1px solid var(--line);padding:8px 16px 8px 0;vertical-align:top;overflow-wrap:anywhere}
        .name{font:13px/1.5 ui-monospace,"SF Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace;white-space:pre-w\#
        rap}
        td>.name{display:inline-block;min-width:104px}
        .names{margin:0;padding:0;list-style:none}
        .more{color:var(--soft);font-size:14px;margin-top:8px}
        .notes dl{margin:0;display:grid;grid-template-columns:max-content 1fr;gap:8px 24px;font-size:14px}
        .notes dt{color:var(--soft)}
        .notes dd{margin:0;min-width:0;overflow-wrap:anywhere}
        @media (max-width:560px){main,footer{padding-left:16px;padding-right:16px}main{padding-top:24px}h1{font-\#
        size:26px}.figures{grid-template-columns:1fr 1fr}.answer{font-size:17px}.table{padding:4px 16px}.notes d\#
        l{grid-template-columns:1fr;gap:0}.notes dd{margin-bottom:12px}}
        @media print{:root{--paper:#fff;--card:#fff;--ink:#000;--soft:#555;--line:#ccc;--track:#eee;--accent:#8a\#
        3b0c}body{font-size:11pt}main,footer{max-width:none;padding:0}.table{max-height:none;overflow:visible;pa\#
        dding:0}figure,.figures li,.answer{border:1px solid var(--line);break-inside:avoid}tr{break-inside:avoid\#
        }h2{break-after:avoid}svg,.answer,.count{print-color-adjust:exact;-webkit-print-color-adjust:exact}}</st\#
        yle></head>
        <body><main><header><p class="tool">Photo Pairing</p><h1>Archive &lt;b&gt;</h1><dl><div><dt>Place</dt><d\#
        d><bdi>/photos/&quot;a&quot; &amp; b</bdi></dd></div><div><dt>Agent</dt><dd>nas</dd></div><div><dt>Finis\#
        hed</dt><dd>2026-01-02 03:04 UTC</dd></div><div><dt>Took</dt><dd>13 s</dd></div></dl></header><p class="\#
        answer attention">Among 5 photo files: 1 group is ambiguous, 2 names are not valid and 1 warning.</p>
        <ul class="figures"><li><b>2</b> <span>images</span></li><li><b>2</b> <span>groups</span></li><li><b>3</\#
        b> <span>files in groups</span></li><li><b>2</b> <span>cameras</span></li><li><b>1</b> <span>ambiguous g\#
        roups</span></li><li><b>2</b> <span>names not valid</span></li></ul>
        <div class="charts"><figure class="chart"><figcaption>Images by camera</figcaption><dl><div class="bar">\#
        <dt><bdi>&lt;i&gt;Canon&lt;/i&gt;</bdi></dt><dd><svg viewBox="0 0 1000 12" preserveAspectRatio="none" ro\#
        le="img" aria-label="&lt;i&gt;Canon&lt;/i&gt;: 1"><rect class="track" width="1000" height="12"></rect><r\#
        ect class="fill" width="1000" height="12"></rect></svg><span>1</span></dd></div><div class="bar"><dt><bd\#
        i>X100</bdi></dt><dd><svg viewBox="0 0 1000 12" preserveAspectRatio="none" role="img" aria-label="X100:\#
         1"><rect class="track" width="1000" height="12"></rect><rect class="fill" width="1000" height="12"></re\#
        ct></svg><span>1</span></dd></div></dl></figure><figure class="chart"><figcaption>Images by processing m\#
        ethod</figcaption><dl><div class="bar"><dt><bdi>HDR</bdi></dt><dd><svg viewBox="0 0 1000 12" preserveAsp\#
        ectRatio="none" role="img" aria-label="HDR: 1"><rect class="track" width="1000" height="12"></rect><rect\#
         class="fill" width="1000" height="12"></rect></svg><span>1</span></dd></div></dl></figure><figure class\#
        ="chart"><figcaption>Images by number of files</figcaption><dl><div class="bar"><dt><bdi>1 file</bdi></d\#
        t><dd><svg viewBox="0 0 1000 12" preserveAspectRatio="none" role="img" aria-label="1 file: 1"><rect clas\#
        s="track" width="1000" height="12"></rect><rect class="fill" width="1000" height="12"></rect></svg><span\#
        >1</span></dd></div><div class="bar"><dt><bdi>2 files</bdi></dt><dd><svg viewBox="0 0 1000 12" preserveA\#
        spectRatio="none" role="img" aria-label="2 files: 1"><rect class="track" width="1000" height="12"></rect\#
        ><rect class="fill" width="1000" height="12"></rect></svg><span>1</span></dd></div></dl></figure><figure\#
         class="chart"><figcaption>Names that are not valid</figcaption><dl><div class="bar"><dt><bdi>Camera in\#
         lower case</bdi></dt><dd><svg viewBox="0 0 1000 12" preserveAspectRatio="none" role="img" aria-label="C\#
        amera in lower case: 1"><rect class="track" width="1000" height="12"></rect><rect class="fill" width="10\#
        00" height="12"></rect></svg><span>1</span></dd></div><div class="bar"><dt><bdi>No camera in the name</b\#
        di></dt><dd><svg viewBox="0 0 1000 12" preserveAspectRatio="none" role="img" aria-label="No camera in th\#
        e name: 1"><rect class="track" width="1000" height="12"></rect><rect class="fill" width="1000" height="1\#
        2"></rect></svg><span>1</span></dd></div></dl></figure></div>
        <section class="finding problem"><h2>Warnings <span class="count">1</span><span class="weight">Problem</\#
        span></h2><p>Something could not be looked at, or a setting fits no file name: the figures may lack file\#
        s. <b>What to do:</b> follow what each warning says, then run again.</p><div class="table" tabindex="0"\#
         role="region" aria-label="Warnings"><table><thead><tr><th scope="col">Warning</th></tr></thead>
        <tbody><tr><td><bdi dir="ltr" class="name">&lt;b&gt;w&lt;/b&gt;</bdi></td></tr></tbody></table></div></s\#
        ection>
        <section class="finding problem"><h2>Ambiguous groups <span class="count">1</span><span class="weight">P\#
        roblem</span></h2><p>One file name stands in several folders: the camera&#39;s counter has passed 9999 a\#
        nd two photos share a name, or one file is a copy of the other. <b>What to do:</b> compare them; delete\#
         the copy, or give one of the photos another camera id or counter.</p><div class="table" tabindex="0" ro\#
        le="region" aria-label="Ambiguous groups"><table><thead><tr><th scope="col">Group</th><th scope="col">Fi\#
        les</th></tr></thead>
        <tbody><tr><td><bdi dir="ltr" class="name">AB3D0001</bdi></td><td><ul class="names"><li><bdi dir="ltr" c\#
        lass="name">a/AB3D0001.dng</bdi></li><li><bdi dir="ltr" class="name">b/AB3D0001.DNG</bdi></li></ul></td>\#
        </tr></tbody></table></div></section>
        <section class="finding problem"><h2>Camera in lower case <span class="count">1</span><span class="weigh\#
        t">Problem</span></h2><p>The first four characters are a camera, but with lower-case letters. <b>What to\#
         do:</b> rename them with capitals.</p><div class="table" tabindex="0" role="region" aria-label="Camera\#
         in lower case"><table><thead><tr><th scope="col">File</th><th scope="col">What is wrong</th></tr></thea\#
        d>
        <tbody><tr><td><bdi dir="ltr" class="name">ab3d0001.dng</bdi></td><td>the camera &quot;ab3d&quot; has lo\#
        wer-case letters; capitals are wanted: &quot;AB3D&quot;</td></tr></tbody></table></div></section>
        <section class="finding problem"><h2>No camera in the name <span class="count">1</span><span class="weig\#
        ht">Problem</span></h2><p>The first four characters are not capital letters or digits, as a camera&#39;s\#
         are. <b>What to do:</b> rename them, or set the camera to write names such as AB3D0001.</p><div class="\#
        table" tabindex="0" role="region" aria-label="No camera in the name"><table><thead><tr><th scope="col">F\#
        ile</th><th scope="col">What is wrong</th></tr></thead>
        <tbody><tr><td><bdi dir="ltr" class="name">a/&lt;img src=x onerror=alert(1)&gt;.dng</bdi></td><td>the ca\#
        mera &quot;&lt;img&quot; is not four capital letters or digits (A–Z, 0–9), such as AB3D</td></tr></tbody\#
        ></table></div></section>
        <section class="finding information"><h2>Cameras without a name <span class="count">1</span><span class=\#
        "weight">For information</span></h2><p>The settings do not say what these camera ids stand for, so figur\#
        es show the ids. <b>What to do:</b> add them to camera_mappings if you want to read names.</p><div class\#
        ="table" tabindex="0" role="region" aria-label="Cameras without a name"><table><thead><tr><th scope="col\#
        ">Camera id</th><th scope="col">Images</th></tr></thead>
        <tbody><tr><td><bdi dir="ltr" class="name">X100</bdi></td><td>1</td></tr></tbody></table></div></section\#
        >
        <section class="finding information"><h2>Methods without a description <span class="count">1</span><span\#
         class="weight">For information</span></h2><p>The settings do not say what these properties of file name\#
        s mean, so figures show them as they are. They are compared as they are written: hdr is not HDR. <b>What\#
         to do:</b> add them to processing_methods, or rename the files if one is a slip of the pen.</p><div cla\#
        ss="table" tabindex="0" role="region" aria-label="Methods without a description"><table><thead><tr><th s\#
        cope="col">Method</th><th scope="col">Images</th></tr></thead>
        <tbody><tr><td><bdi dir="ltr" class="name">HDR</bdi></td><td>1</td></tr></tbody></table></div></section>
        <section class="finding information"><h2>Cameras <span class="count">2</span><span class="weight">For in\#
        formation</span></h2><p>The cameras that file names speak of. <b>What to do:</b> nothing.</p><div class=\#
        "table" tabindex="0" role="region" aria-label="Cameras"><table><thead><tr><th scope="col">Camera id</th>\#
        <th scope="col">Name</th><th scope="col">Serial number</th><th scope="col">Groups</th><th scope="col">Im\#
        ages</th></tr></thead>
        <tbody><tr><td><bdi dir="ltr" class="name">AB3D</bdi></td><td>&lt;i&gt;Canon&lt;/i&gt;</td><td>12345</td\#
        ><td>1</td><td>1</td></tr>
        <tr><td><bdi dir="ltr" class="name">X100</bdi></td><td>X100</td><td></td><td>1</td><td>1</td></tr></tbod\#
        y></table></div></section>

        <section class="notes"><h2>About this run</h2><dl><dt>Photo files</dt><dd>5</dd><dt>Left out on purpose<\#
        /dt><dd><ul class="names"><li><bdi dir="ltr" class="name">._*</bdi>: 1</li></ul></dd><dt>Listing took</d\#
        t><dd>0 s</dd></dl></section></main>
        <footer>Made by Safelight 1.0.0. File names are shown as they are; bytes that are no text show as \xHH.<\#
        /footer>
        </body></html>

        """#

    @Test(
        "The report of Photo Pairing passes whole, and is refused once script is put into it",
        .proves("FR-530.9", "FR-530.12"))
    func photoPairingReport() {
        #expect(Self.refusal(Self.photoPairing) == nil)
        #expect(Self.refusal(Self.photoPairing.replacing("&lt;img", with: "<img"))?.element == "img")
        #expect(
            Self.refusal(Self.photoPairing.replacing("</footer>", with: "<script>x</script></footer>"))?.element
                == "script")
    }
}
