import DetectionCore

/// An operation of the family `losses` that is the loss of a whole detector over a batch: outputs of a network and flat
/// ground truth in; one number, its terms, and the gradient by each network output out.
///
/// A file declares what is its own; weights of terms, `gradients`, `details` and the form of the answer come with
/// ``CompositeFields``, the last of its properties. There is no `reduction`: the loss is one number, and `normalization` or
/// the papers say of what. Detectors of one stage are ``SingleStageLoss``es.
protocol CompositeLossDefinition: FieldedOperation {
  /// The ground truth.
  var truth: TargetFields { get }
  var composite: CompositeFields { get }

  /// Evaluates the loss of every stage; `nil` where the request has none of its inputs. Gradients are by the names of
  /// inputs, with as many elements.
  func losses<S: Scalar>(_ request: Request, gradients: Bool, as scalar: S.Type) throws -> [CompositeLoss<S>?]
}

extension CompositeLossDefinition {
  var declaration: Declaration {
    let fields = declaredMembers(of: self).flatMap(\.requestFields)
    return Declaration(about, fields: fields, outputs: composite.outputs(fields))
  }

  func evaluate<S: Scalar>(_ request: Request, as scalar: S.Type) throws -> Answer {
    try composite.answer(
      losses(request, gradients: request[composite.gradients], as: S.self), request, targets: truth.count(request))
  }
}
