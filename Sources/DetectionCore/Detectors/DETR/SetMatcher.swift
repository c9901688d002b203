import RealModule

/// Which query learns which object: the cheapest of all ways to pair them one to one.
///
///     cost = λ_class C_class + λ_L1 |b − b*|₁ + λ_GIoU (−GIoU(b, b*))
///
/// C_class is −p of the object's class after a softmax (Carion et al., «End-to-End Object Detection with Transformers» (2020), eq. 1
/// and §3.1), or for sigmoids what a focal loss of it would be more as a positive than as a negative (Zhu et al., «Deformable DETR»
/// (2021), appendix; RT-DETR). Computed in float64 in either precision, so that both pair the same.
public struct SetMatcher: Sendable {
  /// C_class.
  public enum ClassCost: Sendable, Equatable {
    /// −p of a softmax.
    case softmax
    /// α (1 − p)^γ (−log p) − (1 − α) p^γ (−log(1 − p)) of a sigmoid.
    case focal(alpha: Double, gamma: Double)
  }

  /// C_class.
  public var classCost: ClassCost
  /// λ_class.
  public var classification: Double
  /// λ_L1.
  public var l1: Double
  /// λ_GIoU.
  public var giou: Double

  /// A matcher; the default weights are DETR's.
  public init(_ classCost: ClassCost = .softmax, classification: Double = 1, l1: Double = 5, giou: Double = 2) {
    self.classCost = classCost
    self.classification = classification
    self.l1 = l1
    self.giou = giou
  }

  /// By query its object, counted in `objects`.
  func match<S: Scalar>(
    logits: UnsafePointer<S>, classes: Int, boxes: [Box<Double>], objects: [Box<Double>], labels: [Int],
    deadline: Deadline
  ) throws(DetectionError) -> [Int?] {
    var costs: [Double] = []
    costs.reserveCapacity(boxes.count * objects.count)
    for (query, box) in boxes.enumerated() {
      try deadline.check()
      let byClass = classCosts(logits + query * classes, classes)
      for (object, label) in zip(objects, labels) {
        let overlap = OverlapKind.giou.loss(box, object).value - 1
        costs.append(classification * byClass(label) + l1 * box.manhattanDistance(object) + giou * overlap)
      }
    }
    guard costs.allSatisfy(\.isFinite),
      let found = try LinearAssignment(
        costs: costs, rows: boxes.count, columns: objects.count, deadline: deadline)
    else { throw .conflict(.boxes, .costs) }
    return found.columns
  }

  private func classCosts<S: Scalar>(_ row: UnsafePointer<S>, _ classes: Int) -> (Int) -> Double {
    switch classCost {
    case .softmax:
      let softmax = Softmax(row, stride: 1, classes: classes)
      return { -Double(softmax.probability($0)) }
    case .focal(let alpha, let gamma):
      return { label in
        let y = Logistic(logit: Double(row[label]))
        return alpha * modulatingFactor(y.complement, gamma) * y.negativeLog
          - (1 - alpha) * modulatingFactor(y.probability, gamma) * y.negativeLogComplement
      }
    }
  }
}

extension Box<Double> {
  /// Σ of the differences of cx, cy, w and h; both are given by centre and size.
  func manhattanDistance(_ other: Box) -> Double {
    abs(x.first - other.x.first) + abs(y.first - other.y.first) + abs(x.second - other.x.second)
      + abs(y.second - other.y.second)
  }
}
