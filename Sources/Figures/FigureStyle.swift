/// The colours and letters of all figures, light and dark.
///
/// Series have eight colours that people with a colour vision deficiency can tell apart, each with a contrast of at least 3 : 1
/// to its ground; from the ninth on lines are dashed.
enum FigureStyle {
  /// How many series have a look of their own.
  static let series = 16
  private static let light = [
    "#1f5fbf", "#c2410c", "#15803d", "#9d2f8a", "#8a6a00", "#5b46c2", "#0e7490", "#5b6470",
  ]
  private static let dark = [
    "#7aaefc", "#ff9a62", "#5fd08a", "#ee8fd8", "#e3c14c", "#b3a2ff", "#5cc8e0", "#b4bdc9",
  ]

  /// The class of the n-th series: the colour of its stroke and fill, and its dashes.
  static func series(_ index: Int) -> String {
    let place = ((index % series) + series) % series
    return "s\(place % light.count)" + (place >= light.count ? " dashed" : "")
  }

  /// The style sheet: what is in it is the same for all figures, so that it can stand beside others in a page.
  static let sheet: String = {
    let base = """
      svg{font-family:system-ui,-apple-system,'Segoe UI','Liberation Sans','DejaVu Sans',sans-serif}\
      .paper{fill:#fff}.grid{stroke:#e4e7ec;stroke-width:1}.axis{stroke:#98a2b3;stroke-width:1}\
      .title{font-size:16px;font-weight:600;fill:#101828}.note{font-size:12.5px;fill:#5b6470}\
      .tick{font-size:12px;fill:#5b6470}.caption{font-size:13px;fill:#344054}.key{font-size:13px;fill:#1d2939}\
      .band{fill:#eef2f7}.curve{fill:none;stroke-width:2.25;stroke-linejoin:round;stroke-linecap:round}\
      .dashed{stroke-dasharray:6 4}.frame{fill-opacity:.07;stroke-width:2.5}.halo{fill:none;stroke:#fff;stroke-opacity:.75;stroke-width:5}\
      .tag{stroke:none}.words{font-size:13px;font-weight:600;fill:#fff}
      """
    let night = """
      .paper{fill:#12161c}.grid{stroke:#2a313b}.axis{stroke:#667085}.title{fill:#f2f4f7}.note,.tick{fill:#a3adba}\
      .caption{fill:#cfd6df}.key{fill:#e4e7ec}.band{fill:#1b212a}.words{fill:#0b0e12}
      """
    return base + colours(light) + "@media(prefers-color-scheme:dark){" + night + colours(dark) + "}"
  }()

  private static func colours(_ colours: [String]) -> String {
    colours.enumerated().map { ".s\($0){stroke:\($1);fill:\($1)}" }.joined() + ".curve{fill:none}.tag{stroke:none}"
  }
}
