using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace ScoringFairness.Service.Tests.Training;

/// <summary>Scorers that learn from others, over HTTP.</summary>
public sealed class DistillationAuditTests(RunningService service) : IClassFixture<RunningService>
{
    private const string Tiny = "\"kind\": \"bert\", \"checkpoint\": \"scratch:tiny\", \"epochs\": 1, \"maxTokens\": 24";
    private static readonly string[] Figures = ["accuracyDifference", "meanScoreGapChange", "equalizedOdds", "conditionalMeanScoreDifference", "qwk"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_student_waits_for_its_teacher_and_stands_beside_it_and_beside_itself_without_one()
    {
        await SendAsync("taught", 150);
        // What was there for students is gone at the end: a trigger remembers it.
        await service.Database.ScalarAsync<object>(
            """
            create table remembered (audit_id text, fit_no integer, item_id text, response_no integer);
            create function remember() returns trigger language plpgsql as $$
              begin insert into remembered values (new.audit_id, new.fit_no, new.item_id, new.response_no); return new; end $$;
            create trigger remember after insert on taught_scores for each row execute function remember();
            """);
        const string Request = $$"""
            { "items": ["taught"], "attribute": "gender", "folds": 2, "bootstrap": 100, "scorers": [
              { {{Tiny}}, "name": "small", "splits": ["mixed", "mixedMatched"], "teacher": "large", "temperature": 3, "teacherWeight": 0.8 },
              { "kind": "linear", "name": "large" } ] }
            """;
        var (_, cost) = await service.Http.SendAsync(HttpMethod.Post, "/v1/audits/cost", Request);
        // The teacher's on four splits, the student's and its control's on two.
        Assert.Equal(2 * (4 + 2 + 2), (int)cost!["fits"]!);
        var audit = await service.Http.AuditAsync(Request);
        Assert.True((string)audit["status"]! == "completed", audit.ToJsonString());
        var id = (string)audit["auditId"]!;
        var report = await service.Http.ReadAsync($"/v1/audits/{id}/report");
        var scorers = report["audit"]!["request"]!["scorers"]!.AsArray();
        Assert.Equal(["small", "small-control", "large"], scorers.Select(scorer => (string)scorer!["name"]!));
        Assert.Equal(
            """{"teacher":"large","temperature":3,"teacherWeight":0.8,"control":"small-control"}""", scorers[0]!["distillation"]!.ToJsonString());
        Assert.Null(scorers[1]!["distillation"]);
        Assert.Contains(report["warnings"]!.AsArray(), warning => (string)warning!["code"]! == "distilled");

        await ExpectTaughtInTurnAsync(id);
        ExpectDifferences(report["measures"]!.AsArray());
        var csv = (await service.Http.GetStringAsync($"/v1/audits/{id}/report.csv", Cancellation)).Split('\n');
        Assert.Equal(20, csv.Count(line => line.StartsWith("distillationEffect,", StringComparison.Ordinal)));
        var page = await service.Http.GetStringAsync($"/v1/audits/{id}/report.html", Cancellation);
        var section = page[page.IndexOf("<section id=\"distillation\"", StringComparison.Ordinal)..];
        section = section[..section.IndexOf("</section>", StringComparison.Ordinal)];
        Assert.Contains("Does a small scorer inherit the gaps of a large one?", page, StringComparison.Ordinal);
        Assert.Contains("teacher large", section, StringComparison.Ordinal);
        Assert.Contains("control small-control", section, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_taught_is_refused_by_its_pointer()
    {
        await SendAsync("refused", 60);
        var (status, problem) = await service.Http.SendAsync(
            HttpMethod.Post, "/v1/audits",
            $$"""
            { "items": ["refused"], "attribute": "gender", "folds": 2, "scorers": [
              { {{Tiny}}, "name": "a", "teacher": "nobody" },
              { {{Tiny}}, "name": "b", "teacher": "b" },
              { {{Tiny}}, "name": "c", "teacher": "d" },
              { {{Tiny}}, "name": "d", "teacher": "c" },
              { {{Tiny}}, "name": "e", "teacher": "nas" },
              { {{Tiny}}, "name": "f", "teacher": "narrow" },
              { "kind": "nasBert", "name": "nas" },
              { "kind": "linear", "name": "narrow", "splits": ["mixed"] } ] }
            """);
        Assert.Equal(400, status);
        Said(0, "teacher 'nobody' is no scorer of this audit; name 'b', 'c'");
        Said(1, "teacher is this scorer itself; name another");
        Said(2, "learns from this scorer in turn (c → d → c)");
        Said(3, "learns from this scorer in turn (d → c → d)");
        Said(4, "is of kind nasBert, which need not give probabilities of levels; name one of kind bert or linear");
        Said(5, "is not trained on mixedMatched, only:male and only:female");

        (status, problem) = await service.Http.SendAsync(
            HttpMethod.Post, "/v1/audits",
            $$"""
            { "items": ["refused"], "attribute": "gender", "folds": 2, "scorers": [
              { "kind": "linear", "name": "large" },
              { {{Tiny}}, "name": "a", "teacher": "large", "temperature": 0 },
              { {{Tiny}}, "name": "b", "teacher": "large", "teacherWeight": 1.5 },
              { {{Tiny}}, "name": "c", "temperature": 2 },
              { {{Tiny}}, "name": "d", "head": "regression", "teacher": "large", "temperature": 2 },
              { {{Tiny}}, "name": "e", "teacher": "large", "mitigation": "balanced" },
              { "kind": "bert", "name": "f", "mode": "screening", "teacher": "large" },
              { {{Tiny}}, "name": "g", "layers": 1 },
              { "kind": "bert", "name": "h", "layers": 0 },
              { "kind": "bert", "name": "i", "layers": 2, "frozenLayers": 3 },
              { "kind": "linear", "name": "j", "teacher": "large" } ] }
            """);
        Assert.Equal(400, status);
        Said(1, "temperature is 0; send 0.1 to 100");
        Said(2, "teacherWeight is 1.5; send more than 0 and at most 1");
        Said(3, "temperature belongs to a scorer with a teacher");
        Said(4, "temperature belongs to heads classification and ordinal");
        Said(5, "leave one out");
        Said(6, "teacher belongs to mode fineTuning");
        Said(7, "layers belongs to pre-trained checkpoints");
        Said(8, "layers must be between 1 and 256");
        Said(9, "frozenLayers is 3, and layers keeps 2");
        Said(10, "teacher");

        (status, problem) = await service.Http.SendAsync(
            HttpMethod.Post, "/v1/audits",
            """
            { "items": ["refused"], "attribute": "gender", "folds": 2, "scorers": [ { "kind": "bert", "checkpoint": "package:minilm-l6", "layers": 7 } ] }
            """);
        Assert.Equal(400, status);
        Assert.Contains("has 6 layers: layers must not exceed them", problem!.ToJsonString(), StringComparison.Ordinal);

        void Said(int scorer, string words) =>
            Assert.Contains(
                words, string.Join(' ', problem!["errors"]![$"/scorers/{scorer}"]!.AsArray().Select(line => (string)line!)), StringComparison.Ordinal);
    }

    /// <summary>Each student's fit began after its teacher's of the same split, fold and repeat, which said nothing of held-out responses.</summary>
    private async Task ExpectTaughtInTurnAsync(string id)
    {
        var fits = (await service.Http.ReadAsync($"/v1/audits/{id}/fits"))["items"]!.AsArray().Select(fit => fit!).ToDictionary(fit => (int)fit["fitNo"]!);
        var taught = fits.Values.Where(fit => (string)fit["scorer"]! == "small").ToList();
        Assert.Equal(4, taught.Count);
        Assert.All(fits.Values.Except(taught), fit => Assert.Null(fit["taughtBy"]));
        foreach (var fit in taught)
        {
            var teacher = fits[(int)fit["taughtBy"]!];
            Assert.Equal(
                ("large", (string)fit["split"]!, (int)fit["fold"]!, (int)fit["repeat"]!),
                ((string)teacher["scorer"]!, (string)teacher["split"]!, (int)teacher["fold"]!, (int)teacher["repeat"]!));
            Assert.True(
                DateTimeOffset.Parse((string)fit["startedAt"]!, CultureInfo.InvariantCulture)
                >= DateTimeOffset.Parse((string)teacher["finishedAt"]!, CultureInfo.InvariantCulture));
            // Trained on something else than its control was.
            var control = fits.Values.Single(other => (string)other["scorer"]! == "small-control"
                && (string)other["split"]! == (string)fit["split"]! && (int)other["fold"]! == (int)fit["fold"]!);
            Assert.NotEqual(control["losses"]!.ToJsonString(), fit["losses"]!.ToJsonString());
        }
        Assert.Equal(0, await service.Database.ScalarAsync<long>("select count(*) from taught_scores"));
        // Of four fits, each over the other half of 150 responses; of none that was held out.
        Assert.Equal(300, await service.Database.ScalarAsync<long>("select count(*) from remembered"));
        Assert.Equal(0, await service.Database.ScalarAsync<long>(
            """
            select count(*) from remembered join fits using (audit_id, fit_no, item_id)
            join audit_responses r using (audit_id, item_id, response_no) where r.folds[fits.repeat + 1] = fits.fold
            """));
    }

    private static void ExpectDifferences(JsonArray measures)
    {
        var rows = measures.Select(row => row!).ToList();
        var effects = rows.Where(row => (string)row["measure"]! == "distillationEffect").ToList();
        Assert.Equal(2 * 2 * 5, effects.Count);
        foreach (var effect in effects)
        {
            Assert.Equal("small", (string)effect["scorer"]!);
            Assert.Contains((string)effect["ofMeasure"]!, Figures);
            var (own, other) = (Of("small"), Of((string)effect["comparedWith"]!));
            Assert.Equal(own - other, (double)effect["value"]!, 1e-9);
            Assert.NotNull(effect["low"]);

            double Of(string scorer) => (double)rows.Single(row =>
                (string)row["measure"]! == (string)effect["ofMeasure"]! && (string)row["scorer"]! == scorer && (string?)row["split"] == (string?)effect["split"]
                && row["level"] is null && row["group"] is null && (string?)row["form"] != "expected"
                && ((string)row["measure"]! != "equalizedOdds" || ((string?)row["basis"], (string?)row["aggregation"]) == ("level", "mean")))["value"]!;
        }
        Assert.Equal(["large", "small-control"], effects.Select(row => (string)row["comparedWith"]!).Distinct().Order());
    }

    private async Task SendAsync(string item, int count)
    {
        var csv = new StringBuilder("responseId,studentId,text,humanScore,group.gender\n");
        foreach (var (at, answer) in PlantedGap.Make(count, 8).Index())
        {
            csv.AppendLine(CultureInfo.InvariantCulture, $"r{at},s{at},{answer.Text},{answer.Level},{(answer.Group == 0 ? "male" : "female")}");
        }
        var (status, body) = await service.Http.SendAsync(
            HttpMethod.Post, $"/v1/responses?item={item}&createItems=true&scaleMin=0&scaleMax=3", csv.ToString(), "text/csv");
        Assert.True(status == 200, body?.ToJsonString());
    }
}
