"""The API describes itself."""


def test_the_description_has_every_route_of_the_api(app, client_of):
    described = client_of(None).get("/api/v1/openapi.json").get_json()
    rules = {rule.rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/api/v1")}
    assert len(described["paths"]) == len(rules)
    save = described["paths"]["/api/v1/sittings/{sitting_id}/answers"]["put"]
    assert save["x-permissions"] == ["learn"]
    assert save["parameters"][0] == {
        "name": "sitting_id", "in": "path", "required": True, "schema": {"type": "integer"},
    }  # fmt: skip
    assert all(operation["summary"] for path in described["paths"].values() for operation in path.values())


def test_without_signing_in_only_the_description_can_be_read(client_of):
    client = client_of(None)
    assert client.get("/api/v1/openapi.json").status_code == 200
    for address in ("/api/v1/me", "/api/v1/exams", "/api/v1/records", "/api/v1/certificates"):
        answer = client.get(address)
        assert (answer.status_code, answer.get_json()["error"]["code"]) == (401, "sign_in.needed")
