/// The summary as pycocotools prints it, which people paste and search: twelve lines with COCO's own ranges and budgets.
enum SummaryText {
  static func text(_ numbers: [NamedNumber], _ parameters: COCOParameters) -> String {
    zip(SummaryLine.all(parameters), numbers).map { line($0, $1.value, parameters) }.joined(separator: "\n") + "\n"
  }

  private static func line(_ line: SummaryLine, _ value: Double, _ parameters: COCOParameters) -> String {
    let (title, kind, threshold, budget): (String, String, Double?, Int) =
      switch line.measure {
      case .precision(let threshold): ("Average Precision", "(AP)", threshold, parameters.largestBudget)
      case .recall(let budget): ("Average Recall", "(AR)", nil, parameters.budgets[budget])
      }
    let thresholds = parameters.iouThresholds
    let iou =
      threshold.map { fixed($0, 2) } ?? "\(fixed(thresholds[0], 2)):\(fixed(thresholds[thresholds.count - 1], 2))"
    let area = padded(line.rangeName, 6, left: true)
    let limit = padded(String(budget), 3, left: true)
    return
      " \(padded(title, 18)) \(kind) @[ IoU=\(padded(iou, 9)) | area=\(area) | maxDets=\(limit) ] = \(fixed(value, 3))"
  }

  private static func padded(_ text: String, _ width: Int, left: Bool = false) -> String {
    let padding = String(repeating: " ", count: max(width - text.count, 0))
    return left ? padding + text : text + padding
  }

  /// A number of at most 1 in magnitude with a fixed number of decimals, as C prints it: the double's exact value rounded to
  /// nearest, a tie to even.
  static func fixed(_ value: Double, _ decimals: Int) -> String {
    let scale = (0..<decimals).reduce(UInt64(1)) { scale, _ in scale * 10 }
    let magnitude = min(abs(value), 1)
    // magnitude = significand · 2^−shift, and significand · scale < 2⁶⁴.
    let significand = magnitude == 0 ? 0 : UInt64(magnitude.significand * 0x1p52)
    let shift = magnitude == 0 ? 0 : 52 - Int(magnitude.exponent)
    let product = significand * scale
    var whole = shift < 64 ? product >> UInt64(shift) : 0
    if shift > 0 && shift < 64 {
      let rest = product & ((1 << UInt64(shift)) - 1)
      let half: UInt64 = 1 << UInt64(shift - 1)
      if rest > half || rest == half && whole & 1 == 1 { whole += 1 }
    }
    let digits = String(whole % scale)
    return (value < 0 ? "-" : "") + "\(whole / scale)." + String(repeating: "0", count: decimals - digits.count)
      + digits
  }
}
