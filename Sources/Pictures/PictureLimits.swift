/// What a picture may be. Both are read from the header, before anything is allocated.
public struct PictureLimits: Sendable, Equatable {
  /// Pixels of the longer side at the most.
  public let side: Int
  /// Pixels in all at the most: 3 bytes each, and up to 8 more while a progressive JPEG is decoded.
  public let pixels: Int

  /// Limits. The defaults take what cameras make: 16,384 pixels a side, 64 million in all.
  public init(side: Int = 16_384, pixels: Int = 64_000_000) {
    self.side = min(side, PictureLimits.largest)
    self.pixels = min(pixels, PictureLimits.largest * PictureLimits.largest)
  }

  /// Beyond it no sum of sizes is looked after.
  private static let largest = 1 << 20

  func check(_ format: PictureFormat, width: Int, height: Int) throws(PictureError) {
    guard width > 0, height > 0 else { throw .damaged(format, "a side is 0 pixels long") }
    let (product, overflow) = width.multipliedReportingOverflow(by: height)
    if !overflow, product <= pixels, max(width, height) <= side { return }
    throw PictureError(
      .tooLarge,
      "a \(format.rawValue) of \(width) × \(height) pixels is larger than the limits, \(side) pixels a side and \(pixels) in all",
      mend: "send it smaller")
  }
}
