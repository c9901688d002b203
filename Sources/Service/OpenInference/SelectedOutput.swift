import Operations

/// An output as it is answered: in the JSON, as bytes behind it, or in shared memory.
struct SelectedOutput {
  let tensor: OutputTensor
  let isBinary: Bool
  /// Where its bytes have been written instead.
  let place: SharedMemoryPlace?
}
