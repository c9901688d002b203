extension Boxes {
  /// The boxes cut to 0 ≤ x ≤ width, 0 ≤ y ≤ height; one that lies outside becomes empty, at the border.
  @specialized(where S == Float)
  @specialized(where S == Double)
  public func clipped(to image: ImageSize<S>) -> Boxes {
    let clipped = Tensor<S>(shape: tensor.shape) { output in
      withRows { rows in
        guard let base = output.baseAddress else { return }
        for row in 0..<count {
          Box(rows + 4 * row, format).clipped(to: image).write(to: base + 4 * row, format)
        }
      }
    }
    return Boxes(unchecked: clipped, format: format)
  }
}

extension Box {
  @inline(__always)
  func clipped(to image: ImageSize<S>) -> Box {
    Box(x: x.clipped(to: image.width), y: y.clipped(to: image.height))
  }
}

extension Interval {
  /// The part in [0, bound]; untouched, to the last bit, where nothing is cut.
  @inline(__always)
  func clipped(to bound: S) -> Interval {
    let (low, high) = (low, high)
    if low >= 0 && high <= bound { return self }
    return Interval(low: min(max(low, 0), bound), high: min(max(high, 0), bound), as: encoding)
  }
}
