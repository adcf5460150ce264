using FrameRing.Layout;

namespace FrameRing.Faults.Tests.Steps;

/// <summary>Every step of a writer, and how it comes there. A step that is new is taken for one that every writer passes.</summary>
public static class WriterCases
{
    /// <summary>Once each.</summary>
    public static TheoryData<string, int, Opening, Delivery> Once => Create(isThorough: false);

    /// <summary>Those that are passed for every frame also later, and in both kinds of ring.</summary>
    public static TheoryData<string, int, Opening, Delivery> All => Create(isThorough: true);

    private static TheoryData<string, int, Opening, Delivery> Create(bool isThorough)
    {
        TheoryData<string, int, Opening, Delivery> cases = [];
        foreach (FaultStep step in Enum.GetValues<FaultStep>().Where(step => step < FaultStep.EntryTaken))
        {
            foreach (Opening opening in OpeningsOf(step))
            {
                int[] counts = CountsOf(step, opening);
                foreach (int count in isThorough ? counts : counts[..1])
                {
                    cases.Add(step.ToString(), count, opening, Delivery.Lossless);
                    if (isThorough)
                    {
                        cases.Add(step.ToString(), count, opening, Delivery.Live);
                    }
                }
            }
        }

        return cases;
    }

    private static Opening[] OpeningsOf(FaultStep step) => step switch
    {
        FaultStep.StartSegmentFound or FaultStep.StartAdopting or FaultStep.StartAdopted => [Opening.Adopting],
        FaultStep.StartSegmentMade or FaultStep.StartSegmentMarked or FaultStep.StartSegmentFilled => [Opening.Fresh, Opening.OtherGeometry],
        FaultStep.StartLeasesMade => [Opening.Fresh],
        < FaultStep.ClaimChosen => [Opening.Fresh, Opening.Adopting],
        _ => [Opening.Fresh],
    };

    private static int[] CountsOf(FaultStep step, Opening opening) => (step, opening) switch
    {
        // The second segment is the next generation's.
        (FaultStep.StartSegmentMade or FaultStep.StartSegmentMarked or FaultStep.StartSegmentFilled, Opening.Fresh) => [1, 2],

        // The page itself, the first generation, the second one, the end.
        (FaultStep.StartEntryTorn, Opening.Fresh) => [1, 2, 3, 4],
        ( >= FaultStep.ClaimChosen and <= FaultStep.PublishRaised, _) => [1, 2, 50],
        _ => [1],
    };
}
