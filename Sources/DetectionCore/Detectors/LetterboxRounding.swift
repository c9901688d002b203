/// Which lengths of a letterbox are taken as whole pixels on the way back from it.
public enum LetterboxRounding: Sendable {
  /// The padding: both axes keep one scale.
  case padding
  /// None: half of what is left is padding (YOLOv5's `scale_boxes`).
  case none
  /// The padding and the sides of the scaled image, which is a pixel wide at the least: each axis has its own scale
  /// (`scale_boxes` of ultralytics 8.4).
  case sides

  /// Of an axis: pixels of the network's input per pixel of the original, and pixels before the image.
  func axis(_ network: Double, _ original: Double, _ scale: Double) -> (scale: Double, pad: Double) {
    let side = original * scale
    let whole = side.rounded(.toNearestOrEven)
    switch self {
    case .none: return (scale, (network - side) / 2)
    case .padding: return (scale, Self.smallerHalf(network - whole))
    case .sides:
      let least = max(whole, 1)
      return (least / original, Self.smallerHalf(network - least))
    }
  }

  /// Of a whole number.
  private static func smallerHalf(_ rest: Double) -> Double { (rest / 2 - 0.1).rounded(.toNearestOrEven) }
}
