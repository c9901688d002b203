import CKeptMemory
import CSimdJSON
import DetectionCore

/// Memory of doubles that the reader has filled; the tensors of one document share it.
///
/// `@unchecked Sendable`: it is never written to.
final class JSONNumbers: @unchecked Sendable {
  let start: UnsafeMutablePointer<Double>?

  init(takingOver start: UnsafeMutablePointer<Double>?) {
    self.start = start
  }

  deinit { kept_memory_give(start) }
}
