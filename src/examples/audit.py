# Sends graded responses and a vendor's scores, audits the vendor's machine, and prints the three answers and the gate's.
# Usage: python3 src/examples/audit.py [address of the service]
import json, sys, time
from urllib.error import HTTPError
from urllib.request import Request, urlopen

service = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8080"

def send(method, path, body=None, media_type="application/json"):
    data = body.encode() if isinstance(body, str) else None if body is None else json.dumps(body).encode()
    request = Request(service + path, data, {"Content-Type": media_type}, method=method)  # with keys: "X-Api-Key": "…"
    try:
        with urlopen(request) as answer:
            return json.load(answer)
    except HTTPError as refused:
        sys.exit(f"{method} {path}: {json.load(refused)['detail']}")

item = "feather-and-coin"
send("PUT", f"/v1/items/{item}", {"prompt": "Which lands first, and why?", "scale": {"min": 0, "max": 2}})

rows = [{"responseId": f"r{n}", "itemId": item, "studentId": f"s{n}", "text": f"Answer {n}: they land together.",
         "humanScore": n // 2 % 3, "groups": {"gender": "female" if n % 2 == 0 else "male"}} for n in range(1, 121)]
print(send("POST", "/v1/responses", rows))

csv = "id,prediction\n" + "\n".join(f"r{n},{n // 2 % 3}.{n % 5}" for n in range(1, 121))
print(send("POST", f"/v1/scores?item={item}&scorer=vendor&responseId=id&score=prediction", csv, "text/csv"))

wanted = {"items": [item], "attribute": ["gender"], "scorers": [{"kind": "external", "scorer": "vendor"}]}
audit = send("POST", "/v1/audits", wanted)
while audit["status"] in ("queued", "training", "evaluating"):
    time.sleep(0.5)
    audit = send("GET", f"/v1/audits/{audit['auditId']}")
if audit["error"]:
    sys.exit(audit["error"])
for answer in send("GET", f"/v1/audits/{audit['auditId']}/report")["summary"]:
    print(f"{answer['question']}: {answer['verdict']}. {answer['sentence']}")
print("gate:", send("POST", "/v1/gates", {"auditId": audit["auditId"]})["outcome"])
