using FrameRing.Layout;

namespace FrameRing.Faults.Tests.Steps;

/// <summary>Every step of a reader with a lease entry. A step that is new is taken for one that is passed once.</summary>
public static class ReaderCases
{
    private const int Late = 50;

    public static TheoryData<string, int, Delivery> All
    {
        get
        {
            TheoryData<string, int, Delivery> cases = [];
            foreach (FaultStep step in Enum.GetValues<FaultStep>().Where(step => step >= FaultStep.EntryTaken))
            {
                // Only a lossless reader has a cursor; it has leases too.
                bool isCursor = step == FaultStep.CursorAdvanced;
                foreach (int count in step >= FaultStep.LeaseAnnounced ? (int[])[1, Late] : [1])
                {
                    cases.Add(step.ToString(), count, Delivery.Lossless);
                    if (!isCursor)
                    {
                        cases.Add(step.ToString(), count, Delivery.Live);
                    }
                }
            }

            return cases;
        }
    }
}
