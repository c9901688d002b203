import DetectionCore

/// What the masks of a request may cost: a few numbers can ask for many masks of a large picture.
///
/// Their work is counted before any is made. Their runs cannot be known before, and are mostly few: they are counted one mask after
/// the other.
struct MaskAllowance {
  /// Steps for each number of the request, and for each that an answer may hold: with the default limit a few tenths of a second
  /// beside a small request.
  private static let stepsPerNumber = 32
  /// Letters of the runs for each number that an answer may hold, which is as long in JSON.
  private static let lettersPerNumber = 24

  private let steps: Int
  private let letters: Int
  private var spent = 0

  /// `inputs`: the tensors whose numbers count.
  init(_ request: Request, _ inputs: [TensorField<Reals>]) {
    let numbers = inputs.reduce(request.limits.answerElements) { sum, input in
      let (more, overflow) = sum.addingReportingOverflow(request.shape(of: input)?.count ?? 0)
      return overflow ? .max : more
    }
    steps = Self.product(numbers, Self.stepsPerNumber)
    letters = Self.product(request.limits.answerElements, Self.lettersPerNumber)
  }

  private static func product(_ a: Int, _ b: Int) -> Int {
    let (product, overflow) = a.multipliedReportingOverflow(by: b)
    return overflow ? .max : product
  }

  /// Throws unless all masks may be made.
  func check<S>(_ pictures: [(masks: PrototypeMasks<S>, boxes: [CornerBox<S>])]) throws(Problem) {
    var left = steps
    for (masks, boxes) in pictures {
      for box in boxes {
        let size = masks.steps(box)
        guard size <= left else {
          let count = pictures.reduce(0) { $0 + $1.boxes.count }
          throw Problem(
            .answerTooLarge, at: "/prototypes",
            "the masks of \(counted(count, "detection")) take more than \(steps) steps, the limit, down the columns of "
              + "their boxes; ask for fewer by score_threshold or max_detections, or for a smaller picture")
        }
        left -= size
      }
    }
  }

  /// Counts what a mask is in the answer.
  mutating func spend(_ mask: RunLengthMask) throws(Problem) {
    spent += mask.letterCount
    guard spent <= letters else {
      throw Problem(
        .answerTooLarge, at: "/prototypes",
        "the masks' runs are more than \(letters) bytes, the limit; ask for fewer by score_threshold or max_detections, or "
          + "for a smaller picture")
    }
  }
}
