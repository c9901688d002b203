import DetectionCore

/// How the boxes of offsets are made.
struct BoxDecodingFields: FieldGroup {
  /// Which dw, dh are clamped.
  enum Clamped: String, CaseIterable {
    /// Those above scale_clamp.
    case above
    /// Those below −scale_clamp as well.
    case both
  }

  let weights: Field<BoxDeltas<Double>>
  let scaleClamp = Field.nullableNumber(
    "scale_clamp", .positive, default: BoxCoder<Double>.defaultScaleClamp,
    "dw and dh, unweighted, are clamped to it; log(1000/16). null: not at all.")
  let clamped: Field<Clamped>

  init(_ weights: Field<BoxDeltas<Double>>) {
    self.weights = weights
    clamped = .choice(
      "clamped_deltas", default: .above,
      "Whether dw and dh are clamped where they are large, or also to −scale_clamp where they are small."
    )
  }

  func coder<S: Scalar>(_ request: Request, as scalar: S.Type = S.self) -> BoxCoder<S> {
    BoxCoder(
      weights: request[weights].converted(), scaleClamp: request[scaleClamp].map { S($0) } ?? .infinity,
      clampsBelow: request[clamped] == .both)
  }
}
