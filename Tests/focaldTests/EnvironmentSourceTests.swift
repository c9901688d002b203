import Testing

@testable import focald

@Suite struct EnvironmentSourceTests {
  private func error(of environment: [String: String]) -> SettingError? {
    #expect(throws: SettingError.self) { try Settings(EnvironmentSource.statements(in: environment)) }
  }

  @Test func unknownVariable_GetsTheNearestName() {
    let wrong = error(of: ["FOCALD_PROT": "1"])
    #expect(wrong?.description == "FOCALD_PROT: there is no such setting; did you mean FOCALD_PORT?")
    #expect(wrong?.status == 78)
    #expect(error(of: ["FOCALD_CONFG": "1"])?.description.hasSuffix("did you mean FOCALD_CONFIG?") == true)
    #expect(error(of: ["FOCALD_ABCDEFGHIJK": "1"])?.description == "FOCALD_ABCDEFGHIJK: there is no such setting")
  }

  @Test func emptyVariable_IsUnusable() {
    for setting in Settings.all {
      #expect(error(of: [setting.variable: ""]) != nil, "\(setting.variable)")
    }
  }

  @Test func otherVariables_AreNotOurs() {
    let environment = ["HOME": "/", "PORT": "1", "XFOCALD_PORT": "1", "FOCALD_CONFIG": "f.yaml"]
    #expect(EnvironmentSource.statements(in: environment).isEmpty)
  }

  // What a pod finds beside a service `focald` and a service `focald-gpu`.
  @Test func serviceLinks_AreIgnored() {
    let links = [
      "FOCALD_SERVICE_HOST": "10.0.0.1", "FOCALD_SERVICE_PORT": "80", "FOCALD_SERVICE_PORT_HTTP": "80",
      "FOCALD_PORT": "tcp://10.0.0.1:80", "FOCALD_PORT_80_TCP": "tcp://10.0.0.1:80",
      "FOCALD_PORT_80_TCP_PROTO": "tcp", "FOCALD_PORT_80_TCP_PORT": "80", "FOCALD_PORT_80_TCP_ADDR": "10.0.0.1",
      "FOCALD_GPU_SERVICE_HOST": "10.0.0.2", "FOCALD_GPU_PORT": "tcp://10.0.0.2:80",
    ]
    #expect(EnvironmentSource.statements(in: links).isEmpty)
    #expect(EnvironmentSource.statements(in: ["FOCALD_PORT": "80", "FOCALD_GPU_PORT": "80"]).count == 2)
  }
}
