extension GraphDrawing {
    /// The style rules of a drawing, for reports and pages alike: they use the variables `--ink`, `--soft`, `--line`,
    /// `--accent`, `--card` and `--track` of the sheet around them.
    public static let style: HTML = """
        .graph .canvas{overflow-x:auto;padding:4px 0}
        .graph .canvas:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
        .graph svg{display:block;margin:0 auto;max-width:none}
        .graph .box{fill:var(--card);stroke:var(--soft);stroke-width:1.5}
        .graph .inner{fill:none;stroke:var(--soft)}
        .graph .start .box,.graph .end .box{fill:var(--track)}
        .graph .end .box{stroke:var(--accent)}.graph .end .inner{stroke:var(--accent)}
        .graph .optional .box{stroke-dasharray:4 3}
        .graph text{text-anchor:middle;fill:var(--ink)}
        .graph .kind{font-size:11px;fill:var(--soft)}
        .graph .label{font-size:14px;font-weight:600}
        .graph .number{font-size:13px;font-weight:600;fill:var(--accent);paint-order:stroke;stroke:var(--card);\
        stroke-width:6px;stroke-linejoin:round}
        .graph .edge{fill:none;stroke:var(--soft);stroke-width:1.5}
        .graph .head{fill:var(--soft)}
        .graph .edge.back{stroke:var(--accent);stroke-dasharray:6 4}.graph .head.back{fill:var(--accent)}
        .graph .pale{opacity:.45}.graph .number.pale{opacity:1;fill:var(--soft);font-weight:400}
        .graph details{margin-top:12px;font-size:14px}
        .graph summary{color:var(--soft);cursor:pointer}
        .graph details ul{margin:8px 0 0;padding-left:20px}
        @media print{.graph .canvas{overflow:visible}.graph svg{max-width:100%;height:auto}}
        """
}
