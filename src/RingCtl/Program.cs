using FrameRing.CommandLine;
using FrameRing.RingCtl;

return ToolRunner.Run(RingCtlCommand.Create(), args, "ringctl");
