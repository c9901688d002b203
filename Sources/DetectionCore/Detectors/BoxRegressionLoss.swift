import RealModule

/// The box loss of a detector that predicts offsets from anchors: of the offsets, or, through decoding, of the boxes.
public struct BoxRegressionLoss<S: Scalar>: Sendable {
  /// What is compared.
  public enum Kind: String, Sendable, CaseIterable {
    /// Σ |t − t*| over dx, dy, dw, dh.
    case l1
    /// Smooth L1 of them, with β.
    case smoothL1 = "smooth-l1"
    /// Huber's loss of them, with δ.
    case huber
    /// GIoU loss of the decoded box.
    case giou
    /// DIoU loss of it.
    case diou
    /// CIoU loss of it.
    case ciou

    /// Whether four differences are summed.
    var isOfOffsets: Bool { self == .l1 || self == .smoothL1 || self == .huber }
  }

  /// What is compared.
  public var kind: Kind
  /// Smooth L1's β ≥ 0.
  public var beta: S
  /// Huber's δ > 0.
  public var delta: S
  /// How boxes and offsets belong together.
  public var coder: BoxCoder<S>

  /// A box loss; torchvision's for RetinaNet, without arguments.
  public init(_ kind: Kind = .l1, beta: S = 1, delta: S = 1, coder: BoxCoder<S> = .init()) {
    self.kind = kind
    self.beta = beta
    self.delta = delta
    self.coder = coder
  }

  /// The loss of one anchor's offsets, and its four derivatives by them where `slopes` is not `nil`. Anchor and target
  /// have positive sizes and the same format.
  @inline(__always)
  func term(_ deltas: BoxDeltas<S>, anchor: Box<S>, target: Box<S>, slopes: UnsafeMutablePointer<S>?) -> S {
    switch kind {
    case .l1: differences(L1Loss(), deltas, anchor, target, slopes)
    case .smoothL1: differences(SmoothL1Loss(beta: beta), deltas, anchor, target, slopes)
    case .huber: differences(HuberLoss(delta: delta), deltas, anchor, target, slopes)
    case .giou: overlap(.giou, deltas, anchor, target, slopes)
    case .diou: overlap(.diou, deltas, anchor, target, slopes)
    case .ciou: overlap(.ciou, deltas, anchor, target, slopes)
    }
  }

  @inline(__always)
  private func differences(
    _ loss: some DifferenceLoss<S>, _ deltas: BoxDeltas<S>, _ anchor: Box<S>, _ target: Box<S>,
    _ slopes: UnsafeMutablePointer<S>?
  ) -> S {
    let wanted = coder.encode(target, anchor: anchor)
    let x = loss.one(deltas.dx - wanted.dx)
    let y = loss.one(deltas.dy - wanted.dy)
    let w = loss.one(deltas.dw - wanted.dw)
    let h = loss.one(deltas.dh - wanted.dh)
    if let slopes { BoxDeltas(dx: x.slope, dy: y.slope, dw: w.slope, dh: h.slope).write(to: slopes) }
    return x.value + y.value + w.value + h.value
  }

  /// ∂L/∂dx = ∂L/∂centre · w_a/w_x;  ∂L/∂dw = ∂L/∂size · w/w_w, and 0 where dw is clamped.
  @inline(__always)
  private func overlap(
    _ kind: OverlapKind, _ deltas: BoxDeltas<S>, _ anchor: Box<S>, _ target: Box<S>,
    _ slopes: UnsafeMutablePointer<S>?
  ) -> S {
    let box = coder.decode(deltas, anchor: anchor)
    let found = kind.loss(box, target, slopesBy: .centerAndSize)
    if let slopes {
      let weights = coder.weights
      let isFreeW = deltas.dw / weights.dw <= coder.scaleClamp
      let isFreeH = deltas.dh / weights.dh <= coder.scaleClamp
      BoxDeltas(
        dx: found.x.first * (anchor.x.size / weights.dx), dy: found.y.first * (anchor.y.size / weights.dy),
        dw: isFreeW ? found.x.second * (box.x.size / weights.dw) : 0,
        dh: isFreeH ? found.y.second * (box.y.size / weights.dh) : 0
      ).write(to: slopes)
    }
    return found.value
  }
}
