using Npgsql;
using ScoringFairness.Service.Audits;
using ScoringFairness.Statistics.Study;
using ScoringFairness.Statistics.Tables;

namespace ScoringFairness.Service.Evaluation;

/// <summary>What an upper slice stores of an audit with its figures.</summary>
internal interface ICompletion
{
    /// <summary>Makes what is to be stored, before the transaction that completes the audit.</summary>
    /// <param name="organisationId">Whose audit it is.</param>
    /// <param name="audit">The audit.</param>
    /// <param name="rows">Its figures, as they are stored.</param>
    /// <param name="tables">Its score tables, as they are stored.</param>
    /// <param name="students">The students behind them.</param>
    /// <returns>Writes it in that transaction.</returns>
    Func<NpgsqlConnection, Task> Prepare(
        string organisationId, Audit audit, IReadOnlyList<MeasureRow> rows, IReadOnlyList<ScoreTable> tables, IReadOnlyList<StudentTable> students);
}
