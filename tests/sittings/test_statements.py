"""The hot paths take a fixed, small number of statements, however long the paper is."""

from tests.exam_data import RIGHT, counting, drawing, exam, plan


def test_statements_are_few_whatever_the_length_of_the_paper(client_of, db, cast, now):
    """Start 12 at most; serve and save 4 at most, with a cold cache; recognising the person included.

    Submit scores too: its statements are as many as ever, and one that reads the head of the audit trail.
    """
    lin = client_of(cast.lin)
    lin.post("/api/v1/exams/999/sittings")  # fetches the client's CSRF token
    counts = {}
    for length in (3, 100):
        exam_id = exam(db, now, plan(drawing(length)), slug=f"of-{length}", items=length)
        with counting(db) as start:
            sitting = lin.post(f"/api/v1/exams/{exam_id}/sittings", json={}).json
        with counting(db) as serve:
            lin.get(f"/api/v1/sittings/{sitting['id']}")
        with counting(db) as serve_again:
            lin.get(f"/api/v1/sittings/{sitting['id']}")
        rows = [{"position": n, "seq": n, "response": RIGHT} for n in range(1, length + 1)]
        with counting(db) as save:
            lin.put(f"/api/v1/sittings/{sitting['id']}/answers", json={"answers": rows})
        with counting(db) as submit:
            lin.post(f"/api/v1/sittings/{sitting['id']}/submission", json={})
        counts[length] = tuple(len(said) for said in (start, serve, serve_again, save, submit))
    assert counts == {3: (11, 4, 3, 3, 15), 100: (11, 4, 3, 3, 15)}
