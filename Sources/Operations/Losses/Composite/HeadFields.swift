/// The outputs of a network with a row per anchor: logits of classes, and offsets of boxes.
struct HeadFields: FieldGroup {
  let classLogits: TensorField<Reals>
  let boxDeltas: TensorField<Reals>

  /// `logits`, `deltas`: what is said of the two.
  init(
    logits: String = "Rows run level by level, then y, x, anchor; for B images a batch.",
    deltas: String = "dx, dy, dw, dh of each row's anchor."
  ) {
    classLogits = .reals("class_logits", .of("A", "K"), .of("B", "A", "K"), differentiable: true, holds: logits)
    boxDeltas = .reals("box_deltas", .of("A", "4"), .of("B", "A", "4"), differentiable: true, holds: deltas)
  }
}
