import DetectionCore
import Glibc

/// Copies `size` floats to memory that is already there: the limit of what any kernel can reach.
let memoryCopy = Kind(name: "memcpy", sizes: [1000, 10_000, 100_000, 1_000_000, 10_000_000]) { count in
  let source = Block(count)
  let copy = Block(count)
  return Workload(inputs: []) {
    memcpy(copy.start, source.start, 4 * count)
    return { [NamedArray("ends", [source.start[0], copy.start[count - 1]])] }
  }
}

private final class Block {
  let start: UnsafeMutablePointer<Float>

  init(_ count: Int) {
    start = .allocate(capacity: count)
    start.initialize(repeating: 1, count: count)
  }

  deinit { start.deallocate() }
}
