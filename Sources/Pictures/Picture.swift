/// A picture as pixels: 8 bits for each of red, green and blue, as it is shown.
public struct Picture: Sendable {
  /// Pixels of a row, at least 1.
  public let width: Int
  /// Rows, at least 1.
  public let height: Int
  private let memory: PixelMemory

  init(width: Int, height: Int, _ memory: PixelMemory) {
    self.width = width
    self.height = height
    self.memory = memory
  }

  /// A copy of pixels: (height, width, 3), row by row. `nil` where the sides are below 1 or there are more or fewer bytes than that.
  public init?(width: Int, height: Int, pixels: UnsafeRawBufferPointer) throws(PictureError) {
    let (row, tooWide) = width.multipliedReportingOverflow(by: 3)
    let (count, tooLarge) = row.multipliedReportingOverflow(by: height)
    guard width > 0, height > 0, !tooWide, !tooLarge, pixels.count == count else { return nil }
    memory = try PixelMemory(count: count)
    UnsafeMutableRawBufferPointer(memory.bytes).copyMemory(from: pixels)
    self.width = width
    self.height = height
  }

  /// Reads the pixels: (height, width, 3), row by row.
  public func withPixels<R, E: Error>(_ body: (UnsafeBufferPointer<UInt8>) throws(E) -> R) throws(E) -> R {
    try body(UnsafeBufferPointer(memory.bytes))
  }
}
