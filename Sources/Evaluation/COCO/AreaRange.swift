/// A named range of areas, both ends inclusive: an object of area 1024 is small and medium.
public struct AreaRange: Equatable, Sendable {
  /// The name, as it appears in the summary: `small` gives APs, `tiny` gives AP_tiny.
  public var name: String
  /// The smallest area.
  public var low: Double
  /// The greatest area.
  public var high: Double
  /// What the bounds are given in.
  public var unit: Unit

  /// Units of area.
  public enum Unit: String, Sendable, CaseIterable {
    /// Square pixels.
    case squarePixels = "pixels"
    /// Shares of the image's width · height.
    case imageFraction = "image_fraction"
  }

  /// A range. Ranges may overlap and leave gaps.
  public init(_ name: String, _ low: Double, _ high: Double, unit: Unit = .squarePixels) {
    self.name = name
    self.low = low
    self.high = high
    self.unit = unit
  }

  /// COCO's: everything to 10¹⁰, small to 32², medium to 96², large.
  public static let coco = [
    AreaRange("all", 0, 1e10), AreaRange("small", 0, 1024), AreaRange("medium", 1024, 9216),
    AreaRange("large", 9216, 1e10),
  ]

  /// Whether an area is outside, on an image of so many square pixels.
  @inline(__always)
  func excludes(_ area: Double, imageArea: Double) -> Bool {
    switch unit {
    case .squarePixels: area < low || area > high
    case .imageFraction: area < low * imageArea || area > high * imageArea
    }
  }

  /// How the summary names it: the first letter of COCO's three, nothing for `all`, else the whole name.
  var suffix: String {
    switch name {
    case "all": ""
    case "small": "s"
    case "medium": "m"
    case "large": "l"
    default: "_\(name)"
    }
  }
}
