import DetectionCore
import Testing

@Suite struct ShapeTests {
  @Test func count_IsTheProduct() throws {
    #expect(try #require(Shape([2, 3, 4])).count == 24)
    #expect(Shape.scalar.count == 1)
    #expect(Shape.scalar.rank == 0)
    #expect(Shape(vector: 7).extents == [7])
    #expect(Shape(boxes: 3).extents == [3, 4])
    #expect(try #require(Shape([5, 0, 4])).count == 0)
  }

  @Test func overflow_IsNil() {
    #expect(Shape([.max, 2]) == nil)
    #expect(Shape([1 << 32, 1 << 32]) == nil)
    #expect(Shape([1 << 32, 1 << 30]) != nil)
  }

  @Test func negativeExtents_AreNil() {
    #expect(Shape([-1]) == nil)
    #expect(Shape([0, -3]) == nil)
    #expect(Shape([-2, -3]) == nil)
    #expect(Shape(vector: -3).count == 0)
  }

  @Test func dropFirst_IsARow() throws {
    #expect(try #require(Shape([2, 3, 4])).dropFirst().extents == [3, 4])
    #expect(Shape.scalar.dropFirst() == .scalar)
    #expect(Shape(vector: 3).dropFirst() == .scalar)
  }

  @Test func description_IsTheContracts() throws {
    #expect("\(Shape.scalar) \(Shape(vector: 5)) \(Shape(boxes: 2))" == "() (5,) (2, 4)")
  }
}
