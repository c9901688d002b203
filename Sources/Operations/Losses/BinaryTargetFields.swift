import DetectionCore

/// Targets of yes-or-no classes, which may be given as −1 and 1.
struct BinaryTargetFields: FieldGroup {
  enum Encoding: String, CaseIterable {
    case unit, signed
  }

  let targets: TensorField<Reals>
  let encoding: Field<Encoding>

  init(
    holds: String = "Of the same shape, in [0, 1]; with target_encoding \"signed\", −1 or 1.",
    signedOnly conditions: Condition...
  ) {
    targets = .reals("targets", .any, holds: holds)
    encoding = .choice(
      "target_encoding", default: Encoding.unit, "\"signed\" reads targets −1 and 1 as 0 and 1."
    ).only(conditions)
  }

  /// The value of targets that count for nothing, which is none of the two classes.
  func ignored<S: Scalar>(_ request: Request, _ field: Field<Int?>, as scalar: S.Type = S.self) throws(Problem) -> S? {
    let ignored = request[field].map { S($0) }
    if let ignored, abs(ignored) == 1, request[encoding] == .signed {
      throw Problem(.conflictingFields, at: "/\(field.name)", "−1 and 1 are the two classes of signed targets")
    }
    return ignored
  }

  /// Targets in [0, 1], whatever their encoding. An ignored value stays as it is.
  func read<S: Scalar>(_ request: Request, ignoring ignored: S? = nil) throws -> Tensor<S> {
    let tensor: Tensor<S> = try request.tensor(targets)
    guard request[encoding] == .signed else { return tensor }
    let failing = tensor.withElements { $0.firstIndex { abs($0) != 1 && $0 != ignored } }
    if let failing {
      let value = Double(tensor[failing])
      throw Problem(
        .outOfRange, at: request.pointer(to: targets.name, position: failing),
        "expected −1 or 1, found \(plain(value))" + Remedy.element(of: targets.name, value, request))
    }
    return tensor.map { $0 == ignored ? $0 : ($0 + 1) / 2 }
  }
}
