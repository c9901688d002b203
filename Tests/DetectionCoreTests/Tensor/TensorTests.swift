import DetectionCore
import Testing

@Suite struct TensorTests {
  @Test func elements_FillTheShape() throws {
    let shape = try #require(Shape([2, 3]))
    #expect(Tensor(shape: shape, elements: [1, 2, 3]) == nil)
    let tensor = try #require(Tensor(shape: shape, elements: [1, 2, 3, 4, 5, 6]))
    #expect(tensor[4] == 5)
    #expect(tensor.count == 6)
  }

  @Test func rows_AreViews() throws {
    let tensor = try #require(Tensor([1, 2, 3, 4, 5, 6, 7, 8]).reshaped(Shape([2, 2, 2]) ?? .scalar))
    let row = tensor.row(1)
    #expect(row.shape.extents == [2, 2])
    #expect(row.elements == [5, 6, 7, 8])
    #expect(row.row(1).elements == [7, 8])
    #expect(row.row(1).row(0).shape == .scalar)
    let addresses = (tensor.withElements { $0.baseAddress }, row.withElements { $0.baseAddress })
    #expect(try #require(addresses.1) - (try #require(addresses.0)) == 4)
  }

  /// A row keeps the memory of its tensor alive.
  @Test func rows_OutliveTheirTensor() {
    func lastRow() -> Tensor<Double> {
      Tensor(shape: Shape(boxes: 1000), repeating: 7).row(999)
    }
    #expect(lastRow().elements == [7, 7, 7, 7])
  }

  @Test func reshaped_WantsTheSameCount() throws {
    let tensor = Tensor([1, 2, 3, 4])
    #expect(tensor.reshaped(Shape(boxes: 1))?.elements == [1, 2, 3, 4])
    #expect(tensor.reshaped(Shape(vector: 3)) == nil)
    #expect(tensor.reshaped(.scalar) == nil)
  }

  @Test func borrowedMemory_IsKeptAlive() {
    final class Owner {
      let memory = UnsafeMutablePointer<Double>.allocate(capacity: 3)
      init() { for i in 0..<3 { memory[i] = Double(i) } }
      deinit { memory.deallocate() }
    }
    func tensor() -> Tensor<Double> {
      let owner = Owner()
      return Tensor(shape: Shape(vector: 3), borrowing: UnsafePointer(owner.memory), owner: owner)
    }
    #expect(tensor().elements == [0, 1, 2])
  }

  @Test func empty_IsATensor() throws {
    let tensor = Tensor<Double>(shape: try #require(Shape([0, 4])), repeating: 1)
    #expect(tensor.elements == [])
    #expect(tensor.map { $0 + 1 }.shape.extents == [0, 4])
  }

  @Test func equality_IsOfShapeAndElements() {
    #expect(Tensor([1, 2, 3, 4]) == Tensor([1, 2, 3, 4]))
    #expect(Tensor([1, 2, 3, 4]) != Tensor([1, 2, 3, 5]))
    #expect(Tensor([1, 2, 3, 4]).reshaped(Shape(boxes: 1)) != Tensor([1, 2, 3, 4]))
  }

  @Test func map_KeepsTheShape() {
    let doubled = Tensor(shape: Shape(boxes: 1), repeating: 2.5).map { Int($0 * 2) }
    #expect(doubled.shape == Shape(boxes: 1))
    #expect(doubled.elements == [5, 5, 5, 5])
  }
}
