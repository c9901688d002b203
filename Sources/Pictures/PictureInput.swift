/// One picture's part of a network's input: memory of the caller's, which must live as long as this is used.
public struct PictureInput {
  /// In which order the numbers lie.
  public enum Layout: Sendable, CaseIterable {
    /// (3, height, width), as torch.
    case channelsFirst
    /// (height, width, 3).
    case channelsLast
  }

  /// Rows, those of the padding included.
  public let height: Int
  /// Numbers of a row and channel, those of the padding included.
  public let width: Int
  /// The order.
  public let layout: Layout
  let numbers: UnsafeMutableBufferPointer<Float>

  /// `nil` where there are more or fewer than 3 · height · width numbers.
  public init?(_ numbers: UnsafeMutableBufferPointer<Float>, height: Int, width: Int, layout: Layout) {
    let (area, isTooLarge) = height.multipliedReportingOverflow(by: width)
    guard height >= 0, width >= 0, !isTooLarge, numbers.count / 3 == area, numbers.count % 3 == 0 else { return nil }
    self.numbers = numbers
    self.height = height
    self.width = width
    self.layout = layout
  }

  /// Where a row of a channel begins, and how far apart its numbers are.
  func place(channel: Int, row: Int) -> (start: Int, step: Int) {
    switch layout {
    case .channelsFirst: return ((channel * height + row) * width, 1)
    case .channelsLast: return (row * width * 3 + channel, 3)
    }
  }
}
