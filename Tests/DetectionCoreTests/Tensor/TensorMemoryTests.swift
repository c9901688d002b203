import Testing

@testable import DetectionCore

@Suite struct TensorMemoryTests {
  /// Memory, in large pages or small ones, can be written to its end, and is given back as any other.
  @Test(arguments: [1, 1000, 1 << 19, 1 << 20, (3 << 20) + 7])
  func memory_HoldsWhatIsWrittenToIt(_ count: Int) {
    let start = TensorMemory<Float>.take(count)
    defer { TensorMemory.give(start) }
    for index in 0..<count { (start + index).initialize(to: Float(index % 1024)) }
    #expect((0..<count).allSatisfy { start[$0] == Float($0 % 1024) })
  }
}
