"""The words the portal starts with, in both languages. Editors change them in Wagtail afterwards."""

HOME = {
    "vi": {
        "title": "Xã, phường phù hợp với trẻ em – tỉnh Kon Tum",
        "heading": "Xã của bạn đã phù hợp với trẻ em chưa?",
        "lead": "Mỗi năm, từng xã được chấm theo 15 tiêu chí về quyền của trẻ em. Tìm xã của bạn để xem kết "
        "quả và lý do.",
        "search_hint": "Gõ có dấu hay không dấu đều được.",
        "search_description": "Kết quả đánh giá xã, phường, thị trấn phù hợp với trẻ em của tỉnh Kon Tum, "
        "từng năm, từng xã, có lý do.",
    },
    "en": {
        "title": "Child-friendly communes of Kon Tum",
        "heading": "Is your commune child-friendly yet?",
        "lead": "Every year each commune is scored on 15 criteria of children's rights. Find your commune "
        "to see the result and the reasons.",
        "search_hint": "With or without tone marks.",
        "search_description": "Results of the child-friendly commune standard in Kon Tum province, Vietnam: "
        "year by year, commune by commune, with reasons.",
    },
}

RESULTS = {
    "vi": {"title": "Kết quả", "lead": ""},
    "en": {"title": "Results", "lead": ""},
}

UNITS = {
    "vi": {
        "title": "Xã, phường, thị trấn",
        "lead": "Chọn một nơi để xem kết quả qua các năm.",
    },
    "en": {
        "title": "Communes, wards and townships",
        "lead": "Choose a place to see its results through the years.",
    },
}

PROCESS = {
    "vi": {
        "title": "Ai được làm gì?",
        "lead": "Cấp trên được xem việc của cấp dưới, nhưng không làm thay. Hệ thống cho phép hay từ chối "
        "theo đúng bảng này.",
    },
    "en": {
        "title": "Who may do what?",
        "lead": "A higher tier reads the work of the tiers below, but does not do it in their place. The "
        "portal allows and refuses by exactly this table.",
    },
}

GUIDANCE = {
    "vi": {
        "title": "Hướng dẫn",
        "lead": "Vài trang ngắn để đọc kết quả và góp ý.",
        "summary": "",
        "body": [],
    },
    "en": {
        "title": "Guidance",
        "lead": "A few short pages on reading results and commenting.",
        "summary": "",
        "body": [],
    },
}

READING = {
    "vi": {
        "title": "Đọc kết quả trong một phút",
        "summary": "Ngưỡng là gì, vì sao mỗi xã một ngưỡng, “dư” và “thiếu” nghĩa là gì.",
        "lead": "Mỗi kết quả gói trong một câu: Cần 650, đạt 702, dư 52.",
        "body": [
            (
                "bar",
                {"threshold": 650, "points": 702, "caption": "xã cần 650 điểm, đạt 702 điểm, dư 52 điểm."},
            ),
            (
                "text",
                "<h2>Cần bao nhiêu điểm?</h2><p>Điểm cao nhất là 1.000. Mỗi nơi có một ngưỡng riêng: phường "
                "của thành phố Kon Tum cần 850, xã và thị trấn cần 750, xã miền núi đặc biệt khó khăn cần "
                "650. Xã chưa được xác nhận thuộc loại nào thì ghi “chưa xác nhận”.</p><h2>Dư và "
                "thiếu</h2><p>“Dư 52” là hơn ngưỡng của chính xã đó 52 điểm. “Thiếu 38” là còn thiếu 38 "
                "điểm mới tới ngưỡng. Vì ngưỡng khác nhau nên các xã không được xếp hạng với nhau.</p>",
            ),
            (
                "bar",
                {"threshold": 750, "points": 712, "caption": "thị trấn cần 750 điểm, đạt 712, thiếu 38."},
            ),
            (
                "text",
                "<h2>Hai cột điểm</h2><p>Xã tự chấm trước. Huyện chấm lại từng tiêu chí và chốt điểm. Chỗ "
                "nào huyện chấm khác thì có lý do bên dưới.</p><h2>Chưa phải kết quả</h2><p>Thanh kẻ sọc là "
                "điểm xã tự chấm. Huyện chưa xét duyệt, điểm có thể thay đổi. Trong thời gian này ai cũng "
                "góp ý được.</p><h2>Vì sao tiêu chí 4, 5, 7 chỉ có điểm?</h2><p>Số liệu của các tiêu chí "
                "này nói về trẻ em bị xâm hại, vi phạm pháp luật, có hoàn cảnh đặc biệt. Ở nơi ít người, "
                "một con số nhỏ có thể làm lộ chuyện riêng của một em.</p>",
            ),
        ],
    },
    "en": {
        "title": "Reading a result in one minute",
        "summary": "What a threshold is, why each commune has its own, what “over” and “short” mean.",
        "lead": "Every result fits one sentence: need 650, got 702, 52 over.",
        "body": [
            (
                "bar",
                {
                    "threshold": 650,
                    "points": 702,
                    "caption": "a commune that needs 650 points and got 702, 52 over.",
                },
            ),
            (
                "text",
                "<h2>How many points?</h2><p>The most is 1,000. Each place has its own threshold: wards of "
                "Kon Tum city need 850, communes and townships 750, mountain communes in especially "
                "difficult circumstances 650. A commune whose class is not confirmed says so.</p><h2>Over "
                "and short</h2><p>“52 over” means 52 points more than the commune's own threshold. “38 "
                "short” means 38 points are missing. As thresholds differ, communes are not ranked.</p>",
            ),
            (
                "bar",
                {
                    "threshold": 750,
                    "points": 712,
                    "caption": "a township that needs 750 and got 712, 38 short.",
                },
            ),
            (
                "text",
                "<h2>Two columns of points</h2><p>The commune scores itself first. The district scores each "
                "criterion again and fixes the points. Where it scored differently, the reason stands "
                "below.</p><h2>Not yet a result</h2><p>A striped bar shows the commune's own points. The "
                "district has not reviewed them and they may change. Meanwhile everyone may "
                "comment.</p><h2>Why do criteria 4, 5 and 7 have points only?</h2><p>Their figures are "
                "about children who were abused, broke the law or live in special need. In a small place a "
                "small number may give a child away.</p>",
            ),
        ],
    },
}

COMMENTING = {
    "vi": {
        "title": "Góp ý trước khi huyện quyết định",
        "summary": "Không cần tài khoản. Tên bạn không bao giờ bị công khai.",
        "lead": "Xã nộp hồ sơ xong, bạn có năm ngày làm việc để góp ý.",
        "body": [
            (
                "steps",
                {
                    "steps": [
                        "<p>Tìm xã của bạn, mở năm đang đánh giá.</p>",
                        "<p>Xem điểm xã tự chấm. Chọn tiêu chí bạn muốn nói tới.</p>",
                        "<p>Viết điều bạn thấy. Đừng ghi tên trẻ em, số điện thoại hay số giấy tờ.</p>",
                        "<p>Bấm “Gửi góp ý” và ghi lại mã theo dõi.</p>",
                        "<p>Vài ngày sau, dùng mã đó để xem câu trả lời.</p>",
                    ]
                },
            ),
            (
                "text",
                "<h2>Ai trả lời?</h2><p>Hội đồng xét duyệt của huyện đọc mọi góp ý. Chủ tịch UBND huyện chỉ "
                "ký công nhận khi các góp ý hợp lệ đã được trả lời. Góp ý và câu trả lời được đăng cùng kết "
                "quả, không kèm tên.</p><h2>Việc khác</h2><p>Khiếu nại về quyết định gửi đến Chủ tịch UBND "
                "huyện. Tố cáo gửi đến cơ quan có thẩm quyền, không gửi ở đây.</p>",
            ),
            (
                "notice",
                {
                    "heading": "Trẻ em cần giúp ngay?",
                    "text": "<p>Gọi <b>111</b>, miễn phí, ngày và đêm.</p>",
                },
            ),
        ],
    },
    "en": {
        "title": "Comment before the district decides",
        "summary": "No account is needed. Your name is never published.",
        "lead": "Once a commune has filed, you have five working days to comment.",
        "body": [
            (
                "steps",
                {
                    "steps": [
                        "<p>Find your commune and open the year being assessed.</p>",
                        "<p>Look at the commune's own points. Choose the criterion you want to speak "
                        "about.</p>",
                        "<p>Write what you see. No names of children, no telephone or identity numbers.</p>",
                        "<p>Press “Send the comment” and write the code down.</p>",
                        "<p>Some days later, use the code to read the answer.</p>",
                    ]
                },
            ),
            (
                "text",
                "<h2>Who answers?</h2><p>The review council of the district reads every comment. The chair "
                "signs only when admissible comments are answered. Comments and answers are published with "
                "the result, without names.</p><h2>Other matters</h2><p>Complaints about a decision go to "
                "the chair of the district. Denunciations go to the competent authority, not here.</p>",
            ),
            (
                "notice",
                {
                    "heading": "A child needs help now?",
                    "text": "<p>Call <b>111</b>, free of charge, day and night.</p>",
                },
            ),
        ],
    },
}
