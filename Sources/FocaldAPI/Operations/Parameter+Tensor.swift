import DetectionCore

extension Parameter {
  /// The value that a tensor stands for: a list, or its one element where the parameter is one number or flag.
  func value(of elements: AnyTensor, isFlag: Bool) -> JSONValue {
    let numbers: Tensor<Double> = elements.converted(to: Double.self)
    let list: JSONValue = numbers.count == 0 || numbers.shape.rank == 0 ? .array([]) : .numbers(numbers)
    guard numbers.count == 1, type.issue(with: list, at: "") != nil else { return list }
    return isFlag ? .bool(numbers[0] != 0) : .number(numbers[0])
  }
}
