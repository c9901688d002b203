extension PictureTransform {
  /// Writes a picture into a network's input: every number of it, those of the padding too.
  ///
  /// - Parameters:
  ///   - picture: of the placement's original sides.
  ///   - placement: what `placement(width:height:)` gave for it.
  ///   - input: at least as high and wide as the placement.
  /// - Returns: false, and nothing is written, where the sizes do not fit together.
  public func write(_ picture: Picture, _ placement: PicturePlacement, to input: PictureInput) -> Bool {
    guard picture.width == placement.originalWidth, picture.height == placement.originalHeight,
      input.height >= placement.height, input.width >= placement.width
    else { return false }
    input.numbers.update(repeating: 0)
    let columns = ResizeAxis(from: picture.width, to: placement.width)
    let rows = ResizeAxis(from: picture.height, to: placement.height)
    withUnsafeTemporaryAllocation(of: Float.self, capacity: 6 * columns.count) { memory in
      memory.initialize(repeating: 0)
      var resized = ResizedRows(memory)
      picture.withPixels { pixels in
        for row in 0..<rows.count {
          let between = resized.take(rows.lower[row], rows.upper[row]) { index, target in
            let line = pixels[3 * index * picture.width..<3 * (index + 1) * picture.width]
            spread(UnsafeBufferPointer(rebasing: line), columns, to: target)
          }
          blend(between, (rows.lowerShare[row], rows.upperShare[row]), row, input)
        }
      }
    }
    return true
  }

  /// A stored row, normalised and resized across: three runs of numbers, red, green, blue.
  private func spread(
    _ line: UnsafeBufferPointer<UInt8>, _ columns: ResizeAxis, to target: UnsafeMutableBufferPointer<Float>
  ) {
    for channel in 0..<3 {
      let start = channel * columns.count
      levels[channel].withUnsafeBufferPointer { levels in
        for column in 0..<columns.count {
          let left = levels[Int(line[3 * columns.lower[column] + channel])]
          let right = levels[Int(line[3 * columns.upper[column] + channel])]
          target[start + column] = left * columns.lowerShare[column] + right * columns.upperShare[column]
        }
      }
    }
  }

  /// A row of the input from two resized ones and their shares.
  private func blend(
    _ rows: (upper: ResizedRows.Row, lower: ResizedRows.Row), _ share: (upper: Float, lower: Float), _ row: Int,
    _ input: PictureInput
  ) {
    let width = rows.upper.count / 3
    for channel in 0..<3 {
      let (start, step) = input.place(channel: channel, row: row)
      for column in 0..<width {
        let place = channel * width + column
        input.numbers[start + step * column] = rows.upper[place] * share.upper + rows.lower[place] * share.lower
      }
    }
  }
}
