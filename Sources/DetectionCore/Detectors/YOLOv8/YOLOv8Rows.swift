import RealModule

/// The raw head of YOLOv8 for one image: for every point of the grid a distribution over distances for each side of a box,
/// and the classes' logits.
///
/// `@unchecked Sendable`: threads write to different elements.
struct YOLOv8Rows<S: Scalar>: @unchecked Sendable {
  let numbers: UnsafePointer<S>
  /// Where the derivatives go, laid out alike.
  let slopes: UnsafeMutablePointer<S>?
  let points: Int
  let regMax: Int
  let classes: Int
  /// From one point to the next, and from one channel to the next.
  let pointStride: Int
  let channelStride: Int

  /// Left, top, right, bottom.
  static var sides: Int { 4 }

  @inline(__always)
  func position(_ point: Int, _ channel: Int) -> Int { point * pointStride + channel * channelStride }

  /// The logit of a class.
  @inline(__always)
  func logit(_ point: Int, _ label: Int) -> S { numbers[position(point, Self.sides * regMax + label)] }

  /// The distribution of a side.
  func distribution(_ point: Int, _ side: Int) -> Softmax<S> {
    Softmax(numbers + position(point, side * regMax), stride: channelStride, classes: regMax)
  }

  /// The box around a point: every side as far away as its distribution says on average.
  func box(_ point: Int, _ place: YOLOv8Points<S>.Place) -> Box<S> {
    let distances = (0..<Self.sides).map { distribution(point, $0).meanClass }
    return Box(
      x: Interval((place.x - distances[0]) * place.strideX, (place.x + distances[2]) * place.strideX, .ends),
      y: Interval((place.y - distances[1]) * place.strideY, (place.y + distances[3]) * place.strideY, .ends))
  }
}

extension Softmax {
  /// Σ_c c p_c: the mean, of classes that are numbers.
  var meanClass: S {
    var sum: S = 0
    for c in 1..<classes { sum += S(c) * probability(c) }
    return sum
  }
}
