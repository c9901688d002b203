/// The box term of a detector with anchors: its box loss over the matches of a batch.
struct AnchorBoxTerm<S: Scalar> {
  let loss: BoxRegressionLoss<S>
  let weight: S
  /// What each image's sum is divided by.
  let divisors: [Double]

  /// Σ_images (Σ loss)/divisor, without the weight; slopes, (B, A, 4) of zeros before, are those of the weighted term.
  func evaluate(
    _ deltas: Tensor<S>, _ anchors: Boxes<S>, _ truth: GroundTruth<S>, _ matches: TargetMatches<S>,
    _ slopes: UnsafeMutablePointer<S>?, _ deadline: Deadline
  ) throws(DetectionError) -> Double {
    var sums = [Double](repeating: 0, count: divisors.count)
    let format = anchors.format
    try deltas.withElements { (deltas) throws(DetectionError) in
      for position in matches.anchors.indices {
        if position & 0x3FF == 0 { try deadline.check() }
        let (image, anchor) = (matches.images[position], matches.anchors[position])
        let row = 4 * (image * anchors.count + anchor)
        let anchorBox = anchors.withRows { Box($0 + 4 * anchor, format) }
        let target = truth.boxes.withRows { Box($0 + 4 * matches.targets[position], format) }
        let slopes = slopes.map { $0 + row }
        sums[image] += Double(
          loss.term(
            BoxDeltas(deltas.baseAddress.unsafelyUnwrapped + row), anchor: anchorBox, target: target, slopes: slopes))
        if let slopes { for i in 0..<4 { slopes[i] = slopes[i] / S(divisors[image]) * weight } }
      }
    }
    return zip(sums, divisors).reduce(0) { $0 + $1.0 / $1.1 }
  }
}
