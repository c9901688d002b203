/// The predictions of a batch, and the loop over its images that the losses of YOLO's first and third version share.
struct YOLOBatch<S: Scalar> {
  /// One image of it.
  struct Image {
    let index: Int
    let numbers: UnsafePointer<S>
    /// Where the derivatives go, laid out alike.
    let slopes: UnsafeMutablePointer<S>?
    /// Of the image's terms.
    let factors: YOLOFactors<S>
  }

  /// Image by image.
  let predictions: Tensor<S>
  /// What each image's sums are divided by.
  let divisors: [Double]
  let weights: YOLOWeights

  /// The loss; `terms` adds up one image, writes its derivatives and notes who learns what.
  @inline(__always)
  func loss(
    gradients: Bool, _ terms: (Image, inout TargetMatches<S>) throws(DetectionError) -> YOLOSums
  ) throws(DetectionError) -> CompositeLoss<S> {
    let slopes = GradientMemory<S>(predictions.shape, wanted: gradients)
    var matches = TargetMatches<S>(imageCount: divisors.count)
    let sums = try predictions.withElements { (elements) throws(DetectionError) in
      try divisors.indices.map { (index) throws(DetectionError) in
        let start = index * (elements.count / divisors.count)
        let image = Image(
          index: index, numbers: elements.baseAddress.unsafelyUnwrapped + start,
          slopes: slopes.start.map { $0 + start }, factors: YOLOFactors(weights, divisor: divisors[index]))
        return try terms(image, &matches)
      }
    }
    return CompositeLoss(
      terms: YOLOSums.terms(sums, by: divisors, weights), matches: matches,
      gradients: slopes.gradient(by: "predictions"))
  }
}
