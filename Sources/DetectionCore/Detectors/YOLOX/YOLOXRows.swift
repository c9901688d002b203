import RealModule

/// The rows (N, 5 + K) of a YOLOX head for one image, and where the derivatives by them go.
struct YOLOXRows<S: Scalar> {
  let numbers: UnsafePointer<S>
  let slopes: UnsafeMutablePointer<S>?
  let points: Int
  let channels: Int

  @inline(__always)
  func row(_ point: Int) -> (numbers: UnsafePointer<S>, slopes: UnsafeMutablePointer<S>?) {
    (numbers + point * channels, slopes.map { $0 + point * channels })
  }

  /// The box of a cell in pixels, in float64; no side grows beyond ``Grid/growthClamp()``.
  func box(_ point: Int, _ place: YOLOXCells.Place) -> Box<Double> {
    let raw = numbers + point * channels
    let clamp: Double = Grid.growthClamp()
    return Box(
      x: Interval(
        (Double(raw[0]) + place.column) * place.strideX, Double.exp(min(Double(raw[2]), clamp)) * place.strideX,
        .centerAndSize),
      y: Interval(
        (Double(raw[1]) + place.row) * place.strideY, Double.exp(min(Double(raw[3]), clamp)) * place.strideY,
        .centerAndSize))
  }

  /// What SimOTA's classes cost at a point: of p = √(σ(c) σ(o)), −log p and −log(1 − p), each 100 at the most.
  func costs(_ point: Int) -> SimOTAAssigner.ClassCosts {
    let raw = numbers + point * channels
    let objectness = Logistic(logit: Double(raw[4]))
    let each = (5..<channels).map { channel -> (hit: Double, miss: Double) in
      let score = Logistic(logit: Double(raw[channel]))
      let p = (score.probability * objectness.probability).squareRoot()
      return (
        min((score.negativeLog + objectness.negativeLog) / 2, 100), min(-Double.log(onePlus: -p), 100)
      )
    }
    return .init(none: each.reduce(0) { $0 + $1.miss }, each: each)
  }
}
